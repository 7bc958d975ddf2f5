import { ask, toast } from './notices.js';
import { showTab } from './tabs.js';

/** @typedef {import('@chat/client').ChatClient} ChatClient */
/** @typedef {import('@chat/client').ChatRoom} ChatRoom */

/** Returns the start that the room was reminded of, if it is in the future. @param {ChatRoom} room */
const nearStart = (room) => {
  const { phase, startsAt = 0, reminded } = room.state.get().room ?? {};
  return phase === 'scheduled' && reminded?.startsAt === startsAt && startsAt > Date.now() ? reminded : null;
};

/** Above this number, arrivals and departures are not shown. */
const fewPeople = 10;

/**
 * Shows notices of arrivals, departures, documents and the end. Returns a function that stops it.
 * @param {ChatClient} client @param {ChatRoom} room
 */
export const watchRoom = (client, room) => {
  /** The users present at the last check. @type {Map<string, string> | null} */
  let known = null;
  const isMe = (/** @type {string} */ id) => id === client.user?.id;

  const lookAtPeople = () => {
    if (room.state.get().status !== 'joined') return;
    const { users, occupancy } = room.presence.get();
    const now = new Map(users.map(({ user }) => [user.id, user.name]));
    if (known && occupancy <= fewPeople) {
      for (const [id, name] of now) if (!known.has(id) && !isMe(id)) toast(`${name} ha entrado.`);
      for (const [id, name] of known) if (!now.has(id) && !isMe(id)) toast(`${name} ha salido.`);
    }
    known = now;
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
    room.presence.subscribe(lookAtPeople),
    room.state.subscribe(lookAtPeople),
    room.on('message:created', ({ message: { author, attachments } }) => {
      const [first] = attachments;
      if (!first || isMe(author.id)) return;
      const what = attachments.length === 1 ? `«${first.name}»` : `${attachments.length} documentos`;
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
  };
};
