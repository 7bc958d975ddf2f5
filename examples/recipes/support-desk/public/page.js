const caseForm = document.forms[0];

/**
 * Shows the case of this visitor, which goes on after a reload.
 * @param {{ roomId: string, token: string }} opened
 */
const showCase = ({ roomId, token }) => {
  caseForm?.remove();
  const room = document.createElement('chat-room');
  for (const [name, value] of Object.entries({ room: roomId, token, layout: 'panel', open: '' }))
    room.setAttribute(name, value);
  document.body.append(room);
};

const stored = sessionStorage.getItem('case');
if (stored !== null) showCase(JSON.parse(stored));

const openCase = async () => {
  const body = JSON.stringify(Object.fromEntries(new FormData(caseForm)));
  const headers = { 'content-type': 'application/json' };
  const response = await fetch('/cases', { method: 'POST', headers, body });
  const opened = await response.json();
  sessionStorage.setItem('case', JSON.stringify(opened));
  showCase(opened);
};

caseForm?.addEventListener('submit', (event) => {
  event.preventDefault();
  void openCase();
});
