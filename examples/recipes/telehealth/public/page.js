// #doctor=<key> is the doctor's page, #room=<id>&code=<code> the patient's. Servers do not see what follows the #.
const address = new URLSearchParams(location.hash.slice(1));
const doctorKey = address.get('doctor');
const form = document.querySelector('form');

const show = (attributes) => {
  const room = document.createElement('chat-room');
  for (const [name, value] of Object.entries(attributes)) room.setAttribute(name, value);
  document.querySelector('main').replaceChildren(room);
};

if (doctorKey === null) show({ room: address.get('room'), invite: address.get('code') });
else form.hidden = false;

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const patient = new FormData(form).get('patient');
  const response = await fetch('/appointments', {
    method: 'POST',
    headers: { authorization: `Bearer ${doctorKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ patient }),
  });
  const { roomId, code } = await response.json();
  form.querySelector('output').textContent = `Link for ${patient}: ${location.origin}/#room=${roomId}&code=${code}`;
  show({ room: roomId, token: doctorKey });
});
