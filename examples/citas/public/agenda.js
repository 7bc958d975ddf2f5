import { ask, download, keepKey, Refusal } from './agenda-api.js';
import { ask as askInDialog } from './dialog.js';
import { find } from './find.js';

/** @typedef {import('./agenda-api.js').Cita} Cita */

const campos = /** @type {const} */ (['titulo', 'ciudadano', 'inicio', 'duracionMin', 'salaEspera']);
const choices = /** @type {const} */ (['salaEspera', 'asistencia', 'confidencial']);
const dialog = find('dialog', HTMLDialogElement);
const problem = find('problem', HTMLElement);
const status = find('status', HTMLElement);
const states = {
  programada: 'Programada',
  abierta: 'Abierta',
  finalizada: 'Finalizada',
  cancelada: 'Cancelada',
};
const day = new Intl.DateTimeFormat('es', { weekday: 'short', day: 'numeric', month: 'short' });
const hour = new Intl.DateTimeFormat('es', { hour: '2-digit', minute: '2-digit' });

/** The appointment in the form; null: a new one. @type {Cita | null} */
let changing = null;

/** @param {unknown} error */
const show = (error) => {
  if (error instanceof Refusal && error.status === 401)
    return find('key-dialog', HTMLDialogElement).showModal();
  problem.textContent = error instanceof Error ? error.message : String(error);
  problem.hidden = false;
};

/** Runs an action and shows its result. @param {() => Promise<unknown>} run @param {string} said */
const act = async (run, said) => {
  try {
    problem.hidden = true;
    await run();
    status.textContent = said;
  } catch (error) {
    show(error);
  }
  await refresh();
};

/** @param {string} text @param {() => void} run @param {string} [kind] */
const button = (text, run, kind = '') => {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = text;
  element.className = kind;
  element.addEventListener('click', run);
  return element;
};

/** @param {string} text @param {string} href */
const link = (text, href) => Object.assign(document.createElement('a'), { textContent: text, href });

/** @param {Cita} cita */
const actsOf = (cita) => {
  const path = `/${encodeURIComponent(cita.id)}`;
  const enter = link('Entrar en la sala', `/?sala=${encodeURIComponent(cita.sala)}&atiende`);
  const calendar = link('Calendario', `/api/citas${path}.ics`);
  if (cita.estado === 'cancelada') return [calendar];
  const transcript = button(
    'Transcripción',
    () => void act(() => download(`${path}/transcripcion`, `${cita.id}.txt`), 'Transcripción descargada.'),
  );
  const table = button(
    'Tabla de mensajes',
    () =>
      void act(
        () => download(`${path}/transcripcion?formato=csv`, `${cita.id}.csv`),
        'Transcripción descargada.',
      ),
  );
  // The portal cannot read a confidential appointment.
  const transcripts = cita.confidencial ? [] : [transcript, table];
  if (cita.estado === 'finalizada') return [link('Ver la sala', enter.href), ...transcripts, calendar];
  const open = button(
    'Abrir',
    () => void act(() => ask('PATCH', path, { estado: 'abierta' }), `Cita abierta: ${cita.titulo}.`),
  );
  const end = async () => {
    const question = {
      title: `¿Terminar «${cita.titulo}» para todos?`,
      text: 'Podrán leer los mensajes, pero ya no escribir. No se puede deshacer.',
      yes: 'Terminar la cita',
      no: 'Volver',
      isDangerous: true,
    };
    if (await askInDialog(question))
      void act(() => ask('PUT', `${path}/fin`), `Cita terminada: ${cita.titulo}.`);
  };
  const cancel = async () => {
    const question = {
      title: `¿Cancelar «${cita.titulo}»?`,
      text: `${cita.ciudadano} verá que la cita se ha cancelado. No se puede deshacer.`,
      yes: 'Cancelar la cita',
      no: 'Mantenerla',
      isDangerous: true,
    };
    if (await askInDialog(question)) void act(() => ask('DELETE', path), `Cita cancelada: ${cita.titulo}.`);
  };
  const invite = async () => {
    const { invitacion } = /** @type {{ invitacion: string }} */ (await ask('POST', `${path}/invitacion`));
    const address = new URL(`/?sala=${encodeURIComponent(cita.sala)}`, location.href);
    address.hash = new URLSearchParams({ invitacion }).toString();
    await navigator.clipboard.writeText(address.href);
  };
  return [
    enter,
    ...(cita.confidencial
      ? [button('Copiar invitación', () => void act(invite, `Invitación copiada: ${cita.titulo}.`))]
      : []),
    cita.estado === 'programada' ? open : button('Terminar', () => void end()),
    button('Cambiar', () => offer(cita)),
    calendar,
    button('Cancelar la cita', () => void cancel(), 'danger'),
  ];
};

/** @param {Cita} cita */
const rowOf = (cita) => {
  const row = /** @type {DocumentFragment} */ (find('cita', HTMLTemplateElement).content.cloneNode(true));
  /** @param {string} selector */
  const at = (selector) => /** @type {HTMLElement} */ (row.querySelector(selector));
  const start = new Date(cita.inicio);
  at('.cita').dataset['state'] = cita.estado;
  at('time').textContent = `${day.format(start)}, ${hour.format(start)}`;
  at('time').setAttribute('datetime', cita.inicio);
  at('.length').textContent = `${cita.duracionMin} min`;
  at('h3').textContent = cita.titulo;
  at('.who').textContent = cita.ciudadano;
  at('.room strong').textContent = cita.sala;
  at('.secret').hidden = !cita.confidencial;
  at('.state').textContent = states[cita.estado];
  at('.acts').append(...actsOf(cita));
  return row;
};

/** @param {string} id @param {Cita[]} citas */
const fill = (id, citas) => {
  const none = document.createElement('li');
  none.className = 'none';
  none.textContent = 'Ninguna.';
  find(id, HTMLUListElement).replaceChildren(...(citas.length === 0 ? [none] : citas.map(rowOf)));
};

const refresh = async () => {
  try {
    const citas = /** @type {Cita[]} */ (await ask('GET'));
    const today = new Date().toDateString();
    const isToday = (/** @type {Cita} */ { inicio }) => new Date(inicio).toDateString() === today;
    const isPast = (/** @type {Cita} */ { inicio }) => new Date(inicio) < new Date();
    fill('today', citas.filter(isToday));
    fill(
      'upcoming',
      citas.filter((cita) => !isToday(cita) && !isPast(cita)),
    );
    fill('past', citas.filter((cita) => !isToday(cita) && isPast(cita)).toReversed());
  } catch (error) {
    show(error);
  }
};

/** Formats a date as the value of a `datetime-local`. @param {Date} moment */
const localOf = (moment) =>
  new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

/** @param {string | undefined} campo @param {string} text */
const refuse = (campo, text) => {
  for (const each of campos) {
    const note = find(`${each}-note`, HTMLElement);
    note.textContent = each === campo ? text : '';
    note.classList.toggle('error', each === campo);
    find(each, HTMLInputElement).setAttribute('aria-invalid', String(each === campo));
  }
};

/** @param {Cita | null} cita */
const offer = (cita) => {
  changing = cita;
  const next = new Date(Math.ceil((Date.now() + 3_600_000) / 900_000) * 900_000);
  find('dialog-title', HTMLElement).textContent = cita ? 'Cambiar la cita' : 'Nueva cita';
  find('titulo', HTMLInputElement).value = cita?.titulo ?? '';
  find('ciudadano', HTMLInputElement).value = cita?.ciudadano ?? '';
  find('inicio', HTMLInputElement).value = localOf(cita ? new Date(cita.inicio) : next);
  find('duracionMin', HTMLInputElement).value = String(cita?.duracionMin ?? 30);
  for (const each of choices) find(each, HTMLInputElement).checked = cita?.[each] ?? false;
  find('confidencial', HTMLInputElement).disabled = cita !== null;
  refuse(undefined, '');
  dialog.showModal();
};

const save = async () => {
  const inicio = new Date(find('inicio', HTMLInputElement).value);
  if (Number.isNaN(inicio.getTime())) return refuse('inicio', 'Elija una fecha y una hora.');
  const body = {
    titulo: find('titulo', HTMLInputElement).value,
    ciudadano: find('ciudadano', HTMLInputElement).value,
    inicio: inicio.toISOString(),
    duracionMin: Number(find('duracionMin', HTMLInputElement).value),
    ...Object.fromEntries(choices.map((each) => [each, find(each, HTMLInputElement).checked])),
  };
  try {
    await (changing ? ask('PATCH', `/${encodeURIComponent(changing.id)}`, body) : ask('POST', '', body));
    dialog.close();
    status.textContent = 'Cita guardada.';
    await refresh();
  } catch (error) {
    if (!(error instanceof Refusal) || error.campo === undefined) return (dialog.close(), show(error));
    const why = error.message.replace(/^\w+: /, '');
    refuse(error.campo, `${why.charAt(0).toUpperCase()}${why.slice(1)}.`);
    find(error.campo, HTMLInputElement).focus();
  }
};

find('form', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  void save();
});
find('key-form', HTMLFormElement).addEventListener('submit', () => {
  keepKey(find('key', HTMLInputElement).value);
  void refresh();
});
find('close', HTMLButtonElement).addEventListener('click', () => dialog.close());
find('new', HTMLButtonElement).addEventListener('click', () => offer(null));

await refresh();
