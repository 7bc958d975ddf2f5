import { find } from './find.js';

/** @typedef {{ bad?: boolean, action?: { label: string, run: () => void } }} ToastOptions */

const shownMs = 6_000;
const most = 3;
const place = find('toasts', HTMLElement);

/** @param {string} text @param {string} name @param {() => void} run */
const button = (text, name, run) => {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = name;
  made.textContent = text;
  made.addEventListener('click', run);
  return made;
};

/**
 * Shows a short notice. It stays while the pointer or the focus is in it. Returns a function that removes it.
 * @param {string} text @param {ToastOptions} [options]
 */
export const toast = (text, { bad = false, action } = {}) => {
  const shown = document.createElement('div');
  shown.className = bad ? 'toast bad' : 'toast';
  const words = document.createElement('p');
  words.textContent = text;
  shown.append(words);
  if (action)
    shown.append(
      button(action.label, 'act', () => {
        shown.remove();
        action.run();
      }),
    );
  const close = button('✕', 'close', () => shown.remove());
  close.setAttribute('aria-label', 'Ocultar el aviso');
  shown.append(close);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const stay = () => clearTimeout(timer);
  const goSoon = () => {
    stay();
    timer = setTimeout(() => shown.remove(), shownMs);
  };
  for (const type of ['pointerenter', 'focusin']) shown.addEventListener(type, stay);
  for (const type of ['pointerleave', 'focusout']) shown.addEventListener(type, goSoon);
  place.append(shown);
  while (place.children.length > most) place.firstElementChild?.remove();
  goSoon();
  return () => shown.remove();
};

/** Removes the notices of a room that was left. */
export const clearToasts = () => place.replaceChildren();

const failures = /** @type {Record<string, string | undefined>} */ ({
  in_call: 'Ya está en otra llamada.',
  not_two: 'La videollamada es para dos personas.',
  nobody_to_call: 'Todavía no hay nadie más en la sala.',
  room_ended: 'La cita ha terminado.',
  too_large: 'El archivo es demasiado grande.',
  forbidden: 'No tiene permiso para hacer esto.',
  rate_limited: 'Va demasiado rápido. Espere un momento.',
  storage_full: 'El servidor se ha quedado sin espacio.',
  disconnected: 'Sin conexión. Inténtelo de nuevo cuando se recupere.',
  timeout: 'El servidor tarda en responder. Inténtelo de nuevo.',
});

/** Shows an error. @param {unknown} error */
export const toastError = (error) => {
  const { code, reason } = /** @type {{ code?: string, reason?: string }} */ (error ?? {});
  const text = failures[reason ?? ''] ?? failures[code ?? ''];
  toast(text ?? 'Algo ha salido mal. Inténtelo de nuevo.', { bad: true });
};
