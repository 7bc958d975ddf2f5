import { find } from './find.js';
import { toastError } from './notices.js';

/** @typedef {import('@chat/client').ChatClient} ChatClient */
/** @typedef {import('@chat/client').ChatRoom} ChatRoom */
/** @typedef {HTMLElement & { client: ChatClient, room: string, ring: boolean }} ChatCallElement */

const stage = find('stage', HTMLElement);
const acts = find('stage-acts', HTMLElement);
const starts = {
  video: find('call-video', HTMLButtonElement),
  audio: find('call-audio', HTMLButtonElement),
};

/** Shows a text while there is no call. @param {ChatRoom} room */
const words = (room) => {
  const { room: about, can } = room.state.get();
  const people = room.presence.get().users.filter(({ user }) => !user.bot).length;
  if (about?.phase === 'ended')
    return { title: 'La cita ha terminado', note: 'Puede leer los mensajes y descargar los documentos.' };
  if (!('mediaDevices' in navigator) || typeof RTCPeerConnection === 'undefined')
    return {
      title: 'Videollamada no disponible',
      note: 'Este navegador no admite videollamadas. Puede seguir en el chat.',
    };
  if (people < 2)
    return { title: 'Espere un momento', note: 'La videollamada empieza cuando entre la otra persona.' };
  if (people > 2)
    return {
      title: 'Hay más de dos personas',
      note: 'La videollamada es para dos personas. Pueden seguir en el chat.',
    };
  const may = can?.['call:start'] === true;
  return {
    title: 'Ya están los dos',
    note: may ? 'Puede iniciar la videollamada cuando quiera.' : 'La otra persona puede llamarle.',
    may,
  };
};

/**
 * Puts the calls of a room on the stage. Returns a function that removes them.
 * @param {ChatClient} client @param {ChatRoom} room
 */
export const openStage = (client, room) => {
  const call = /** @type {ChatCallElement} */ (document.createElement('chat-call'));
  Object.assign(call, { client, room: room.id, ring: true });
  call.lang = 'es';
  call.setAttribute('register', 'formal');
  call.addEventListener('chat-error', (event) =>
    toastError(/** @type {CustomEvent<{ error: unknown }>} */ (event).detail.error),
  );
  stage.append(call);

  const draw = () => {
    const own = room.calls.get();
    if (own && (own.call.state !== 'ended' || 'call' in stage.dataset)) {
      stage.dataset['call'] = own.call.state === 'active' && own.here ? 'active' : own.call.state;
    }
    const { title, note, may = false } = words(room);
    find('stage-title', HTMLElement).textContent = title;
    find('stage-note', HTMLElement).textContent = note;
    acts.hidden = !may;
  };
  // After showing how the call ended, the element is empty again.
  const emptied = new ResizeObserver(() => {
    if (stage.dataset['call'] === 'ended' && call.offsetHeight === 0) delete stage.dataset['call'];
  });
  emptied.observe(call);

  const stops = [room.calls, room.presence, room.state].map((part) => part.subscribe(draw));
  const started = new AbortController();
  for (const kind of /** @type {const} */ (['video', 'audio']))
    starts[kind].addEventListener(
      'click',
      () => {
        for (const each of Object.values(starts)) each.disabled = true;
        void room.calls
          .start(kind)
          .catch(toastError)
          .finally(() => {
            for (const each of Object.values(starts)) each.disabled = false;
          });
      },
      { signal: started.signal },
    );

  return () => {
    started.abort();
    emptied.disconnect();
    for (const stop of stops) stop();
    call.remove();
    delete stage.dataset['call'];
  };
};
