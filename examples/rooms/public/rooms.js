import { find } from './find.js';

const form = find('enter', HTMLFormElement);
const name = find('name', HTMLInputElement);
const room = find('room', HTMLSelectElement);
const note = find('note', HTMLElement);

const list = async () => {
  const rooms = /** @type {{ id: string, name: string, users: number }[]} */ (
    await (await fetch('/rooms')).json()
  );
  room.replaceChildren(...rooms.map(({ id, name: title, users }) => new Option(`${title} (${users})`, id)));
  note.textContent = rooms.length === 0 ? 'There is no room yet: POST /rooms makes one.' : '';
};

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const chat = document.createElement('chat-room');
  chat.setAttribute('name', name.value.trim());
  chat.setAttribute('room', room.value);
  chat.addEventListener('chat-ready', () => void list(), { once: true });
  find('stage', HTMLElement).replaceChildren(chat);
});

await list();
