// The public rooms of the server: find, join and create them.
import { find } from './find.js';
import { errorText, language, texts } from './texts.js';

/** @typedef {import('@chat/client').ChatClient} ChatClient */
/** @typedef {{ id: string, name: string, users: number }} Listed */

const dialog = find('explore', HTMLDialogElement);
const words = find('words', HTMLInputElement);
const note = find('explore-note', HTMLElement);
const found = find('found', HTMLUListElement);
const form = find('create', HTMLFormElement);
const newName = find('new-name', HTMLInputElement);
const problem = find('create-problem', HTMLElement);

/** @type {Listed[]} */
let rooms = [];
/** @type {{ client: ChatClient, choose: (room: string) => void } | null} */
let place = null;

/** @param {string} text */
const folded = (text) =>
  text
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLocaleLowerCase();

/** @param {string} name @param {string} text */
const part = (name, text) => {
  const made = document.createElement('span');
  made.className = name;
  made.textContent = text;
  return made;
};

/** @param {Listed} room */
const row = ({ id, name, users }) => {
  const button = document.createElement('button');
  button.type = 'button';
  const title = part('title', name);
  title.dir = 'auto';
  const sign = part('sign', '#');
  sign.ariaHidden = 'true';
  button.append(sign, title, part('count', users > 0 ? texts.here.replace('{n}', String(users)) : ''));
  button.addEventListener('click', () => leaveTo(id));
  const item = document.createElement('li');
  item.append(button);
  return item;
};

const draw = () => {
  const shown = rooms.filter(({ name }) => folded(name).includes(folded(words.value.trim())));
  found.replaceChildren(...shown.map(row));
  note.textContent = rooms.length === 0 ? texts.noRooms : shown.length === 0 ? texts.noneFound : '';
};

/** @param {string} room */
const leaveTo = (room) => {
  dialog.close();
  place?.choose(room);
};

/** Loads the rooms, those with the most users first. */
const load = async () => {
  const response = await fetch('/rooms');
  if (!response.ok) throw new Error('no list');
  rooms = /** @type {Listed[]} */ (await response.json());
  rooms.sort(
    (one, other) =>
      other.users - one.users || one.name.localeCompare(other.name, language, { numeric: true }),
  );
  draw();
};

words.addEventListener('input', () => {
  draw();
  // A name that no room has is probably that of a new one.
  if (rooms.length > 0 && !found.hasChildNodes()) newName.value = words.value.trim();
});
find('explore-close', HTMLButtonElement).addEventListener('click', () => dialog.close());
dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
const create = async () => {
  problem.textContent = '';
  const name = newName.value.trim();
  try {
    const { id } = (await place?.client.rooms.create({ type: 'public', roomId: name, title: name })) ?? {};
    form.reset();
    if (id !== undefined) leaveTo(id);
  } catch (error) {
    problem.textContent = errorText(error);
  }
};
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void create();
});

/** @param {ChatClient} client @param {(room: string) => void} choose */
export const openExplore = (client, choose) => {
  place = { client, choose };
  words.value = '';
  words.placeholder = texts.findRoom;
  problem.textContent = '';
  dialog.showModal();
  // On a phone focusing would open the keyboard over the list.
  if (matchMedia('(pointer: fine)').matches) words.focus();
  load().catch((error) => (note.textContent = errorText(error)));
};
