import { Refusal, seatToken } from './agenda-api.js';
import { ask } from './dialog.js';
import { find } from './find.js';
import { offer, onJoin, refuse } from './join-form.js';
import { openMeeting } from './meeting.js';
import { keepSeat, keptSeat } from './seat.js';

/** @typedef {import('./seat.js').Seat} Seat */

const entry = find('entry', HTMLElement);
const meeting = find('meeting', HTMLElement);
const roomBar = find('room-bar', HTMLElement);
const copyText = find('copy-text', HTMLElement);
const status = find('status', HTMLElement);

/** The seat of the user in the room, if any. @type {Seat | null} */
let seated = null;
/** @type {ReturnType<typeof openMeeting> | null} */
let open = null;

const asked = new URLSearchParams(location.search);
const invited = asked.get('sala')?.trim() ?? '';
/** The invitation to a confidential appointment. After `#`, where servers and their logs do not see it. */
const invitation = new URLSearchParams(location.hash.slice(1)).get('invitacion') ?? '';
/** Whether the agenda opened this page for the staff. */
const attends = asked.has('atiende');
find('attends', HTMLElement).hidden = !attends;

/** @param {string} room */
const linkTo = (room) => {
  const link = new URL('/', location.href);
  link.searchParams.set('sala', room);
  return link.href;
};

/** @param {boolean} inRoom */
const show = (inRoom) => {
  entry.hidden = inRoom;
  meeting.hidden = !inRoom;
  roomBar.hidden = !inRoom;
};

/** @param {Seat} seat */
const enter = (seat) => {
  seated = seat;
  keepSeat(seat);
  history.replaceState(null, '', linkTo(seat.room));
  find('room-code', HTMLElement).textContent = seat.room;
  const heading = find('meeting-title', HTMLElement);
  heading.textContent = `Sala ${seat.room}`;
  show(true);
  heading.focus({ preventScroll: true });
  open = openMeeting(seat, (field, text) => {
    leave();
    refuse(field, text);
  });
};

/** Gets a token for the staff by the portal's key, which the agenda has asked for. @param {Seat} seat */
const attend = async ({ name, room }) => {
  try {
    await seatToken(room, name);
    enter({ name, room, attends: true });
  } catch (error) {
    offer({ name, room }, { focus: false });
    const noRoom = error instanceof Refusal && error.status === 404;
    refuse(noRoom ? 'room' : 'name', error instanceof Error ? error.message : String(error));
  }
};

const leave = () => {
  open?.leave();
  open = null;
  keepSeat(null);
  show(false);
  offer(seated ?? {}, { focus: true });
  seated = null;
};

const copyLink = async () => {
  try {
    await navigator.clipboard.writeText(location.href);
    copyText.textContent = 'Copiado';
    status.textContent = 'Enlace de la sala copiado.';
  } catch {
    copyText.textContent = 'Copie la dirección';
    status.textContent = 'No se ha podido copiar. Use la dirección de esta página como enlace.';
  }
  setTimeout(() => (copyText.textContent = 'Copiar enlace'), 2_500);
};

onJoin((seat) => void (attends ? attend(seat) : enter({ ...seat, invitation })));
find('copy-link', HTMLButtonElement).addEventListener('click', () => void copyLink());
const leaveWhenSure = async () => {
  const question = {
    title: '¿Salir de la cita?',
    text: 'La llamada terminará para las dos personas.',
    yes: 'Salir',
    no: 'Quedarse',
    isDangerous: true,
  };
  if (open?.isCalling() && !(await ask(question))) return;
  leave();
  status.textContent = 'Ha salido de la sala.';
};
find('leave', HTMLButtonElement).addEventListener('click', () => void leaveWhenSure());

const kept = keptSeat();
if (kept && (invited === '' || invited === kept.room)) {
  if (attends || kept.attends) void attend(kept);
  else enter(kept);
} else offer({ room: invited }, { focus: matchMedia('(pointer: fine)').matches });
