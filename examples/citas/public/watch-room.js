import { ask, toast } from './notices.js';
import { showTab } from './tabs.js';

/** @typedef {import('@chat/client').ChatClient} ChatClient */
/** @typedef {import('@chat/client').ChatRoom} ChatRoom */

/** In a crowd it would be noise who comes and goes. */
const fewPeople = 10;

/** Tells of what happens in the room: who came and left, documents, the end. Answers the way to stop. @param {ChatClient} client @param {ChatRoom} room */
export const watchRoom = (client, room) => {
  /** Who was there when we looked last. @type {Map<string, string> | null} */
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

  const stops = [
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
        text: 'Puede leer lo escrito y descargar los documentos. Ya no se puede escribir.',
        yes: 'Entendido',
      });
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
};
