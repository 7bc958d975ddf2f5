export {};

// #host=<key> is the host's page. Servers do not see what follows the #.
const hostKey = new URLSearchParams(location.hash.slice(1)).get('host');
const room = document.createElement('chat-room');
room.setAttribute('room', 'webinar');
if (hostKey !== null) room.setAttribute('token', hostKey);
document.querySelector('main')?.append(room);
// The stage needs no sign-in of its own: it uses the client of the room.
room.addEventListener('chat-ready', ({ detail }) => {
  if (document.querySelector('chat-spotlight')) return;
  const stage = Object.assign(document.createElement('chat-spotlight'), {
    client: detail.client,
    room: 'webinar',
  });
  document.querySelector('section')?.append(stage);
});
