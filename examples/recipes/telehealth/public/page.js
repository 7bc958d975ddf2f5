// #doctor=<key> is the doctor's page, #room=<id>&code=<code> the patient's. Servers do not see what follows the #.
const address = new URLSearchParams(location.hash.slice(1));
const doctorKey = address.get('doctor');
const appointmentForm = document.forms[0];

/** @param {Record<string, string>} attributes */
const showRoom = (attributes) => {
  const room = document.createElement('chat-room');
  for (const [name, value] of Object.entries(attributes)) room.setAttribute(name, value);
  document.querySelector('main')?.replaceChildren(room);
};

if (doctorKey === null) showRoom({ room: address.get('room') ?? '', invite: address.get('code') ?? '' });
else if (appointmentForm) appointmentForm.hidden = false;

const makeAppointment = async () => {
  const patient = document.querySelector('input')?.value;
  const response = await fetch('/appointments', {
    method: 'POST',
    headers: { authorization: `Bearer ${doctorKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ patient }),
  });
  const { roomId, code } = await response.json();
  const link = `${location.origin}/#room=${roomId}&code=${code}`;
  document.querySelector('output')?.replaceChildren(`Link for ${patient}: ${link}`);
  showRoom({ room: roomId, token: doctorKey ?? '' });
};

appointmentForm?.addEventListener('submit', (event) => {
  event.preventDefault();
  void makeAppointment();
});
