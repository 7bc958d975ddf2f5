import { ask } from './dialog.js';
import { toast, toastError } from './notices.js';
import { showTab } from './tabs.js';

/** @typedef {import('@chat/client').ChatClient} ChatClient */
/** @typedef {import('@chat/client').ChatRoom} ChatRoom */

/** Returns the start that the room was reminded of, if it is in the future. @param {ChatRoom} room */
const nearStart = (room) => {
  const { phase, startsAt = 0, reminded } = room.state.get().room ?? {};
  return phase === 'scheduled' && reminded?.startsAt === startsAt && startsAt > Date.now() ? reminded : null;
};

/** @param {{ name: string, type: string, callKind?: string, waveform?: unknown }} file */
const nameOf = ({ name, type, callKind, waveform }) => {
  if (callKind) return 'la grabación de la llamada';
  return waveform && type.startsWith('audio/') ? 'una nota de voz' : `«${name}»`;
};

/** Above this number, arrivals and departures are not shown. */
const fewPeople = 10;
/** A user who returns within this time has not left: after a restart of the server, everyone reconnects. */
const returnMs = 10_000;

/**
 * Shows notices of arrivals, departures, documents and the end. Returns a function that stops it.
 * @param {ChatClient} client @param {ChatRoom} room
 */
export const watchRoom = (client, room) => {
  /** The users who are present, or may return. @type {Map<string, string> | null} */
  let known = null;
  /** Departures to announce, by user id. @type {Map<string, ReturnType<typeof setTimeout>>} */
  const leaving = new Map();
  const isMe = (/** @type {string} */ id) => id === client.user?.id;

  /** @param {string} id */
  const stay = (id) => {
    clearTimeout(leaving.get(id));
    leaving.delete(id);
  };

  /** @param {string} id @param {string} name */
  const leave = (id, name) => {
    leaving.delete(id);
    // Offline, nobody's departure is certain: the next join checks again.
    if (room.state.get().status !== 'joined') return;
    known?.delete(id);
    if (room.presence.get().occupancy <= fewPeople) toast(`${name} ha salido.`);
  };

  const lookAtPeople = () => {
    if (room.state.get().status !== 'joined') return;
    const { users, occupancy } = room.presence.get();
    const now = new Map(users.map(({ user }) => [user.id, user.name]));
    for (const [id, name] of now) {
      stay(id);
      if (known && !known.has(id) && !isMe(id) && occupancy <= fewPeople) toast(`${name} ha entrado.`);
    }
    for (const [id, name] of known ?? [])
      if (!now.has(id) && !isMe(id)) {
        now.set(id, name);
        if (!leaving.has(id)) leaving.set(id, setTimeout(leave, returnMs, id, name));
      }
    known = now;
  };

  /** What removes the notice of each user who waits, by user id. @type {Map<string, () => void>} */
  const waiting = new Map();
  const lookAtLobby = () => {
    const users = room.lobby.get().waiting.map(({ user }) => user);
    for (const [id, hide] of waiting)
      if (!users.some((user) => user.id === id)) {
        hide();
        waiting.delete(id);
      }
    for (const { id, name } of users) {
      if (waiting.has(id)) continue;
      const run = () => void room.lobby.admit(id).catch(toastError);
      waiting.set(id, toast(`${name} está en la sala de espera.`, { action: { label: 'Admitir', run } }));
    }
  };

  /** The reminder shown last. @type {string} */
  let toldStart = '';
  const lookAtStart = () => {
    const start = nearStart(room);
    if (!start) return;
    const { startsAt, beforeMs } = start;
    const told = `${startsAt} ${beforeMs}`;
    if (told === toldStart) return;
    toldStart = told;
    const minutes = Math.max(1, Math.round((startsAt - Date.now()) / 60_000));
    toast(`Su cita empieza en ${minutes} ${minutes === 1 ? 'minuto' : 'minutos'}.`);
  };

  const stops = [
    room.state.subscribe(lookAtStart),
    room.lobby.subscribe(lookAtLobby),
    room.presence.subscribe(lookAtPeople),
    room.state.subscribe(lookAtPeople),
    room.on('message:created', ({ message: { author, attachments } }) => {
      const [first] = attachments;
      if (!first || isMe(author.id)) return;
      const what = attachments.length === 1 ? nameOf(first) : `${attachments.length} documentos`;
      toast(`${author.name} ha enviado ${what}.`, {
        action: { label: 'Ver', run: () => showTab('documents', { focus: true }) },
      });
    }),
    room.on('room:ended', () => {
      void ask({
        title: 'La cita ha terminado',
        text: 'Puede leer los mensajes y descargar los documentos, pero ya no escribir.',
        yes: 'Entendido',
      });
    }),
  ];
  lookAtStart();
  return () => {
    for (const stop of stops) stop();
    for (const id of leaving.keys()) stay(id);
  };
};
