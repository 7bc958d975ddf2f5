import { find } from './find.js';
import { texts } from './texts.js';

/** @typedef {import('@chat/client').ChatRoom} ChatRoom */

/** As many as fit on a stage; the last tile counts the others. */
const most = 12;

const list = find('people', HTMLUListElement);

/** @param {HTMLElement} face @param {string} name */
const tile = (face, name) => {
  const row = document.createElement('li');
  const text = Object.assign(document.createElement('span'), { className: 'called', textContent: name });
  row.append(face, text);
  return row;
};

/**
 * Shows the people in a meeting as tiles. Returns a function that stops it.
 * @param {ChatRoom} room
 */
export const showPeople = (room) => {
  const draw = () => {
    const { users, occupancy } = room.presence.get();
    const shown = users.slice(0, occupancy > most ? most - 1 : most);
    const others = occupancy - shown.length;
    const tiles = shown.map(({ user: { id, name, avatarUrl: picture = '' } }) =>
      tile(Object.assign(document.createElement('chat-avatar'), { user: id, name, picture }), name),
    );
    if (others > 0) {
      const rest = { className: 'rest', textContent: `+${others}`, ariaHidden: 'true' };
      const face = Object.assign(document.createElement('span'), rest);
      tiles.push(tile(face, texts.others.replace('{n}', String(others))));
    }
    list.replaceChildren(...tiles);
    list.dataset['many'] = String(tiles.length > 4);
  };
  const stop = room.presence.subscribe(draw);
  draw();
  return () => {
    stop();
    list.replaceChildren();
  };
};
