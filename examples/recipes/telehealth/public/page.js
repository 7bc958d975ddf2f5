export {};

// #doctor=<key> is the doctor's page, #room=<id>&code=<code> the patient's. Servers do not see what follows the #.
const address = new URLSearchParams(location.hash.slice(1));
const doctorKey = address.get('doctor');
const form = document.forms[0];

/** @param {Record<string, string>} attributes */
const show = (attributes) => {
  const room = document.createElement('chat-room');
  for (const [name, value] of Object.entries(attributes)) room.setAttribute(name, value);
  document.querySelector('main')?.replaceChildren(room);
};

if (doctorKey === null) show({ room: address.get('room') ?? '', invite: address.get('code') ?? '' });
else if (form) form.hidden = false;

form?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const patient = new FormData(form).get('patient');
  const response = await fetch('/appointments', {
    method: 'POST',
    headers: { authorization: `Bearer ${doctorKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ patient }),
  });
  const { roomId, code } = await response.json();
  const link = `${location.origin}/#room=${roomId}&code=${code}`;
  form.querySelector('output')?.replaceChildren(`Link for ${patient}: ${link}`);
  show({ room: roomId, token: doctorKey ?? '' });
});
