// Everything a front end needs: a client, a room, and lists to subscribe to. `?name=Ana&room=lobby` in the
// address.
import { createChatClient } from '@chat/client';

const params = new URLSearchParams(location.search);
const client = createChatClient({ name: params.get('name') ?? 'Guest' });
const room = client.room(params.get('room') ?? 'lobby');

const element = (id: string) => document.getElementById(id) as HTMLElement;
const form = element('send') as HTMLFormElement;
const input = form.elements.namedItem('text') as HTMLInputElement;

client.on('status', (status) => (element('status').textContent = status));
room.messages.subscribe(({ items }) => {
  const rows = items.map((message) => {
    const row = document.createElement('li');
    row.dataset.status = message.status;
    row.textContent = `${message.author.name}: ${message.text}`;
    return row;
  });
  element('messages').replaceChildren(...rows);
});
room.typing.subscribe(({ users }) => {
  element('typing').textContent = users.map(({ name }) => `${name} is typing`).join(', ');
});

input.addEventListener('input', () => room.typing.start());
form.addEventListener('submit', (event) => {
  event.preventDefault();
  // Shown at once; a failure shows as its status.
  room.messages.send({ text: input.value }).catch(() => {});
  form.reset();
});
room.join().catch((error: Error) => (element('status').textContent = error.message));
