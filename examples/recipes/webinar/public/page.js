// #host=<key> is the host's page. Servers do not see what follows the #.
const hostKey = new URLSearchParams(location.hash.slice(1)).get('host');
const talk = document.createElement('chat-room');
talk.setAttribute('room', 'webinar');
if (hostKey !== null) talk.setAttribute('token', hostKey);
document.querySelector('main')?.append(talk);
// The stage needs no sign-in of its own: it uses the client of the room.
talk.addEventListener('chat-ready', ({ detail }) => {
  if (document.querySelector('chat-spotlight')) return;
  const stage = Object.assign(document.createElement('chat-spotlight'), {
    client: detail.client,
    room: 'webinar',
  });
  document.querySelector('section')?.append(stage);
});
