import { find } from './find.js';
import { texts } from './texts.js';

/** @typedef {import('@chat/client').ChatRoom} ChatRoom */

/** As many as fit on a stage; the last tile counts the others. */
const most = 12;

const list = find('people', HTMLUListElement);

/** Returns the initials of a name. @param {string} name */
const initialsOf = (name) => {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : '']
    .map((word) => Array.from(word ?? '')[0] ?? '')
    .join('')
    .toLocaleUpperCase();
};

/** @param {string} sign @param {string} name */
const tile = (sign, name) => {
  const row = document.createElement('li');
  const face = Object.assign(document.createElement('span'), { className: 'face', textContent: sign });
  face.ariaHidden = 'true';
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
    const tiles = shown.map(({ user }) => tile(initialsOf(user.name), user.name));
    if (others > 0) tiles.push(tile(`+${others}`, texts.others.replace('{n}', String(others))));
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
