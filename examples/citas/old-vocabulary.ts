// The events of the portal's old front end: plain socket.io-client on /socket.io.
import { randomUUID } from 'node:crypto';
import { dialect, type Caller, type Message } from '@chat/server';

interface Persona {
  id: string;
  nombre: string;
  sala: string;
}

/** The room of a connection, and the users it was last told about. */
interface Seat {
  sala: string;
  personas: Persona[];
}

const asMensaje = ({ id, author, text, attachments, createdAt }: Message) => ({
  id,
  nombre: author.name,
  mensaje: text || attachments.map(({ name }) => name).join(', '),
  fecha: createdAt,
});

const notice = (caller: Caller<Seat>, mensaje: string): void =>
  caller.emit('message', { id: randomUUID(), nombre: 'Administrador', mensaje, fecha: Date.now() });

const personasOf = (caller: Caller<Seat>): Persona[] => {
  const { sala } = caller.state;
  return caller.present(sala).map(({ user }) => ({ id: user.id, nombre: user.name, sala }));
};

const without = (some: Persona[], others: Persona[]): Persona[] =>
  some.filter(({ id }) => !others.some((other) => other.id === id));

/** Sends the arrivals and departures since the last call. */
const tellPeople = (caller: Caller<Seat>): void => {
  const before = caller.state.personas;
  const now = personasOf(caller);
  const came = without(now, before).filter(({ id }) => id !== caller.user.id);
  const gone = without(before, now);
  caller.state.personas = now;
  for (const { nombre } of came) notice(caller, `${nombre} se unió a la sala`);
  for (const { nombre } of gone) notice(caller, `${nombre} abandonó la sala`);
  if (came.length + gone.length > 0) caller.emit('listaPersonas', now);
};

export const oldVocabulary = dialect<Seat>({
  state: () => ({ sala: '', personas: [] }),
  answer: (value) => value,
  events: {
    entrarCita: async (caller, said) => {
      const nombre = said.string('nombre');
      const sala = said.string('sala');
      const token = said.string('token', null);
      const { state } = caller;
      if (!caller.isKnown || caller.user.name !== nombre) {
        const identity = await caller.enter({ name: nombre, ...(token === null ? {} : { token }) });
        // With it, the next `entrarCita` is the same guest after a reload.
        caller.emit('sesion', { token: identity.token });
      } else if (state.sala !== '' && state.sala !== sala)
        await caller.call('room:leave', { roomId: state.sala });
      state.sala = '';
      await caller.call('room:join', { roomId: sala });
      state.sala = sala;
      return (state.personas = personasOf(caller));
    },
    message: async (caller, said) => {
      const text = typeof said.whole === 'string' ? said.whole : said.string('mensaje');
      return asMensaje(
        await caller.call('message:send', { roomId: caller.state.sala, id: randomUUID(), text }),
      );
    },
  },
  tells: {
    'message:created': (caller, { message }) => {
      if (message.author.id !== caller.user.id) caller.emit('message', asMensaje(message));
    },
    'presence:changed': tellPeople,
    'member:left': (caller, { userId }) => {
      if (userId !== caller.user.id) return;
      notice(caller, 'Ya no está en la sala');
      Object.assign(caller.state, { sala: '', personas: [] });
    },
    'room:ended': (caller) => notice(caller, 'La cita ha terminado'),
  },
});
