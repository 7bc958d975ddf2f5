import { seatToken } from './agenda-api.js';
import { find } from './find.js';
import { clearToasts, toastError } from './notices.js';
import { openStage } from './stage.js';
import { onTab, showTab } from './tabs.js';
import { watchRoom } from './watch-room.js';

/** @typedef {import('./seat.js').Seat} Seat */
/** @typedef {import('@chat/client').ChatClient} ChatClient */
/** @typedef {import('@chat/client').ChatRoom} ChatRoom */
/** @typedef {HTMLElement & { open(): void, close(): void, focusComposer(): void, token: () => Promise<string> }} ChatRoomElement */
/** @typedef {HTMLElement & { client: ChatClient, room: string }} ChatFilesElement */

const place = find('chat', HTMLElement);
const documents = find('documents', HTMLElement);
const count = find('chat-count', HTMLElement);
const roomTitle = find('room-title', HTMLElement);
const stageTitle = find('stage-title', HTMLElement);
const stageNote = find('stage-note', HTMLElement);
const title = document.title;

/** Errors that another name or code may fix: the field and the text to show. */
const refusals = /** @type {Record<string, { field: 'name' | 'room', text: string } | undefined>} */ ({
  name_taken: { field: 'name', text: 'En esta sala ya hay alguien con ese nombre. Añada su apellido.' },
  banned: { field: 'room', text: 'No puede entrar en esta sala.' },
  room_full: { field: 'room', text: 'La sala está completa. Inténtelo más tarde.' },
});

/**
 * Shows the documents of the room; loads them when the tab is first opened.
 * @param {ChatClient} client @param {ChatRoom} room
 */
const openDocuments = (client, room) => {
  if (documents.hasChildNodes()) return;
  const files = /** @type {ChatFilesElement} */ (document.createElement('chat-files'));
  Object.assign(files, { client, room: room.id });
  files.lang = 'es';
  files.setAttribute('register', 'formal');
  files.addEventListener('chat-error', (event) =>
    toastError(/** @type {CustomEvent<{ error: unknown }>} */ (event).detail.error),
  );
  documents.append(files);
};

/**
 * Shows a room on the page: its chat, documents and calls. `leave` removes it; `isCalling` returns whether
 * that would end a call.
 * @param {Seat} seat
 * @param {(field: 'name' | 'room', text: string) => void} refused called if the name or the code is rejected
 */
export const openMeeting = ({ name, room, attends, invitation = '' }, refused) => {
  const chat = /** @type {ChatRoomElement} */ (document.createElement('chat-room'));
  chat.setAttribute('lang', 'es');
  chat.setAttribute('register', 'formal');
  // The chat recognises staff by their token, which is fetched again when it expires; citizens by their name.
  if (attends) chat.token = () => seatToken(room, name);
  else chat.setAttribute('name', name);
  chat.setAttribute('room', room);
  if (invitation !== '') chat.setAttribute('invite', invitation);
  // The call is on the stage, not in the chat.
  chat.setAttribute('features', '-callbar -popout');

  /** @type {ChatRoom | null} */
  let entered = null;
  /** @type {(() => void)[]} */
  const stops = [];
  chat.addEventListener('chat-ready', (event) => {
    const ready = /** @type {CustomEvent<{ client: ChatClient, room: ChatRoom }>} */ (event).detail;
    // The chat may lead to a room of two, from a profile; the portal is about this one.
    const isOwn = ready.room.id === room;
    chat.classList.toggle('elsewhere', !isOwn);
    if (!isOwn || entered) return;
    entered = ready.room;
    // On a phone the bar at the top names the room.
    const nameRoom = () => {
      const { title: called = '' } = ready.room.state.get().room ?? {};
      roomTitle.textContent = called === room ? '' : called;
    };
    nameRoom();
    stops.push(
      ready.room.state.subscribe(nameRoom),
      openStage(ready.client, ready.room),
      watchRoom(ready.client, ready.room),
    );
    onTab((tab) => {
      // Messages that arrive while the documents are open are unread.
      if (tab === 'chat') chat.open();
      else {
        chat.close();
        openDocuments(ready.client, ready.room);
      }
    });
    // On a phone focusing would open the keyboard over the page.
    if (matchMedia('(pointer: fine)').matches) chat.focusComposer();
  });
  chat.addEventListener('chat-unread', (event) => {
    const { count: unread } = /** @type {CustomEvent<{ count: number }>} */ (event).detail;
    document.title = unread > 0 ? `(${unread}) ${title}` : title;
    count.hidden = unread === 0;
    count.textContent = unread > 99 ? '99+' : String(unread);
  });
  chat.addEventListener('chat-error', (event) => {
    const { error } =
      /** @type {CustomEvent<{ error: { code: string, reason?: string, field?: string } }>} */ (event).detail;
    const refusal = refusals[error.reason ?? ''];
    // The stage gets the room once the user has entered it.
    if (error.reason === 'lobby' && !entered) {
      stageTitle.textContent = 'Sala de espera';
      stageNote.textContent = 'La videollamada empieza cuando le admitan.';
    }
    if (refusal) refused(refusal.field, refusal.text);
    else if (error.code === 'invalid' && error.field === 'name')
      refused('name', 'Ese nombre no se puede usar.');
    else if (error.code === 'invalid' && error.field === 'roomId')
      refused('room', 'Ese código no es válido.');
  });
  stageTitle.textContent = 'Entrando en la sala…';
  stageNote.textContent = '';
  place.replaceChildren(chat);

  return {
    isCalling: () => entered?.calls.get()?.here === true && entered.calls.get()?.call.state !== 'ended',
    leave: () => {
      const own = entered?.calls.get();
      // Ends the call, so that the other user does not wait.
      if (own?.here && own.call.state !== 'ended') void entered?.calls.hangup().catch(() => {});
      for (const stop of stops) stop();
      onTab(() => {});
      showTab('chat');
      documents.replaceChildren();
      chat.remove();
      clearToasts();
      count.hidden = true;
      roomTitle.textContent = '';
      document.title = title;
    },
  };
};
