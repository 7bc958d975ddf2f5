import { find } from './find.js';

/** @typedef {import('./seat.js').Seat} Seat */
/** @typedef {HTMLElement & { focusComposer(): void }} ChatRoomElement */

const place = find('chat', HTMLElement);
const title = document.title;

/** Refusals that another name or code may cure: the field they belong to, and what to say. */
const refusals = /** @type {Record<string, { field: keyof Seat, text: string } | undefined>} */ ({
  name_taken: { field: 'name', text: 'En esta sala ya hay alguien con ese nombre. Añada su apellido.' },
  banned: { field: 'room', text: 'No puede entrar en esta sala.' },
  room_full: { field: 'room', text: 'La sala está completa. Inténtelo más tarde.' },
});

/**
 * Puts the chat of a room on the page. Answers the way to take it off again.
 * @param {Seat} seat
 * @param {(field: keyof Seat, text: string) => void} refused the name or the code is not to be had
 */
export const openChat = ({ name, room }, refused) => {
  const chat = /** @type {ChatRoomElement} */ (document.createElement('chat-room'));
  chat.setAttribute('lang', 'es');
  chat.setAttribute('name', name);
  chat.setAttribute('room', room);

  const heading = document.createElement('span');
  heading.slot = 'title';
  heading.textContent = 'Chat de la cita';
  chat.append(heading);

  chat.addEventListener('chat-ready', () => {
    // On a phone this would open the keyboard over the page before anything was read.
    if (matchMedia('(pointer: fine)').matches) chat.focusComposer();
  });
  chat.addEventListener('chat-unread', (event) => {
    const { count } = /** @type {CustomEvent<{ count: number }>} */ (event).detail;
    document.title = count > 0 ? `(${count}) ${title}` : title;
  });
  chat.addEventListener('chat-error', (event) => {
    const { error } =
      /** @type {CustomEvent<{ error: { code: string, reason?: string, field?: string } }>} */ (event).detail;
    const refusal = refusals[error.reason ?? ''];
    if (refusal) refused(refusal.field, refusal.text);
    else if (error.code === 'invalid' && error.field === 'name')
      refused('name', 'Ese nombre no se puede usar.');
    else if (error.code === 'invalid' && error.field === 'roomId')
      refused('room', 'Ese código no es válido.');
  });
  place.replaceChildren(chat);

  return () => {
    chat.remove();
    document.title = title;
  };
};
