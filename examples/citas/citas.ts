// Appointments: each is a room with a time and a phase. The portal itself runs all commands on them.
import { randomInt } from 'node:crypto';
import type { Readable } from 'node:stream';
import { ChatError, type ChatServer, type Output } from '@chat/server';

export const estados = ['programada', 'abierta', 'finalizada', 'cancelada'] as const;
export type Estado = (typeof estados)[number];

export interface Cita {
  id: string;
  titulo: string;
  ciudadano: string;
  /** ISO 8601. */
  inicio: string;
  duracionMin: number;
  estado: Estado;
  /** Citizens wait until the staff admits them. */
  salaEspera: boolean;
  /** Who was there is recorded. */
  asistencia: boolean;
  /** Only the devices of those in the appointment can read it. Citizens enter by invitation. Never changes. */
  confidencial: boolean;
  /** Code of the room. */
  sala: string;
}

export type Horario = Pick<
  Cita,
  'titulo' | 'ciudadano' | 'inicio' | 'duracionMin' | 'salaEspera' | 'asistencia' | 'confidencial'
>;

type Room = Output<'room:get'>;

interface CitaData {
  ciudadano: string;
  duracionMin: number;
  cancelada?: true;
}

const dataOf = ({ data }: Room): CitaData | null => (data['cita'] as CitaData | undefined) ?? null;

const phaseOf = {
  programada: 'scheduled',
  abierta: 'open',
  finalizada: 'ended',
  cancelada: 'ended',
} as const satisfies Record<Estado, Room['phase']>;

const estadoOf = (room: Room, { cancelada }: CitaData): Estado => {
  if (room.phase === 'ended') return cancelada ? 'cancelada' : 'finalizada';
  return room.phase === 'open' ? 'abierta' : 'programada';
};

const asCita = (room: Room): Cita | null => {
  const data = dataOf(room);
  return (
    data && {
      id: room.id,
      titulo: room.title,
      ciudadano: data.ciudadano,
      inicio: new Date(room.startsAt ?? room.createdAt).toISOString(),
      duracionMin: data.duracionMin,
      estado: estadoOf(room, data),
      salaEspera: room.lobby === true,
      asistencia: room.attendance === true,
      confidencial: room.encryption !== undefined,
      sala: room.id,
    }
  );
};

/** Returns the settings of the room. Its end follows from its length. */
const asSettings = ({ titulo, ciudadano, inicio, duracionMin, salaEspera, asistencia }: Horario) => {
  const startsAt = Date.parse(inicio);
  const cita: CitaData = { ciudadano, duracionMin };
  return {
    title: titulo,
    startsAt,
    endsAt: startsAt + duracionMin * 60_000,
    lobby: salaEspera,
    attendance: asistencia,
    data: { cita },
  };
};

// Easy to spell on the telephone: no vowels and no letters that look alike.
const letters = 'bcdfghjkmnpqrstvwxz23456789';
const newSala = (): string =>
  `cita-${Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('')}`;

/** Checks what a confidential appointment cannot have: the server does not know who waits for what. */
const guardConfidencial = ({ confidencial, salaEspera }: Horario): void => {
  if (confidencial && salaEspera)
    throw new ChatError('invalid', 'salaEspera: a una cita confidencial se entra con una invitación', {
      field: 'salaEspera',
    });
};

const noCita = (): ChatError => new ChatError('not_found', 'No existe esa cita.');
const over = (estado: Estado): ChatError =>
  new ChatError('conflict', `La cita está ${estado}.`, { reason: estado });

/** How long an invitation works. */
const invitationSeconds = 30 * 24 * 3_600;

export interface Citas {
  /** Lists by time, optionally of one state, or with a start between two times (ms since the epoch). */
  list(wanted?: {
    estado?: Estado | undefined;
    between?: readonly [number, number] | undefined;
  }): Promise<Cita[]>;
  /** Throws `not_found`. */
  get(id: string): Promise<Cita>;
  create(horario: Horario): Promise<Cita>;
  /** Throws `conflict` once it has ended or was cancelled. */
  update(
    id: string,
    patch: Partial<Horario> & { estado?: 'programada' | 'abierta' | undefined },
  ): Promise<Cita>;
  end(id: string): Promise<Cita>;
  cancel(id: string): Promise<Cita>;
  /** Makes a member of the staff a moderator of the room. Throws `not_found`. */
  attend(id: string, person: { id: string; name: string }): Promise<void>;
  /** Returns who was there and when. Throws `not_found`. */
  attendance(id: string): Promise<Output<'attendance:list'>['users']>;
  /** Returns the code of a new invitation to a confidential appointment. Throws `not_found`. */
  invite(id: string): Promise<string>;
  /**
   * Returns the messages of the room as text, or as a table with the time of each since the first one. Throws
   * `not_found`.
   */
  transcript(id: string, format: 'text' | 'csv'): Promise<Readable>;
}

export const createCitas = (chat: ChatServer): Citas => {
  // A bot does not count as a person in a call.
  const portal = chat.as({ id: 'portal', name: 'Portal de Citas', role: 'admin', bot: true });

  const room = async (roomId: string): Promise<Room> => {
    const found = await portal.call('room:get', { roomId }).catch((error: unknown) => {
      throw error instanceof ChatError && error.code !== 'internal' ? noCita() : error;
    });
    if (!dataOf(found)) throw noCita();
    return found;
  };
  const shown = (found: Room): Cita => {
    const cita = asCita(found);
    if (!cita) throw noCita();
    return cita;
  };
  const running = async (id: string): Promise<Cita> => {
    const cita = shown(await room(id));
    if (cita.estado === 'finalizada' || cita.estado === 'cancelada') throw over(cita.estado);
    return cita;
  };

  return {
    list: async ({ estado, between } = {}) => {
      const citas: Cita[] = [];
      for (let after: string | undefined, hasMore = true; hasMore;) {
        const page = await portal.call('room:list', {
          limit: 100,
          ...(estado && { phases: [phaseOf[estado]] }),
          ...(between && { startsFrom: between[0], startsBefore: between[1] }),
          ...(after === undefined ? {} : { after }),
        });
        citas.push(...page.rooms.flatMap((each) => asCita(each.room) ?? []));
        after = page.rooms.at(-1)?.room.id;
        hasMore = page.hasMore && after !== undefined;
      }
      return citas
        .filter((cita) => estado === undefined || cita.estado === estado)
        .sort((one, other) => one.inicio.localeCompare(other.inicio));
    },
    get: async (id) => shown(await room(id)),
    transcript: async (id, format) => {
      const { id: roomId, encryption } = await room(id);
      if (encryption)
        throw new ChatError('conflict', 'El portal no puede leer una cita confidencial.', {
          reason: 'encrypted_room',
        });
      return chat.exportRoom(roomId, { format, language: 'es' });
    },
    attendance: async (id) => {
      const { id: roomId } = await room(id);
      const users: Output<'attendance:list'>['users'] = [];
      for (let hasMore = true; hasMore;) {
        const after = users.at(-1)?.user.id;
        const page = await portal.call('attendance:list', {
          roomId,
          limit: 100,
          ...(after === undefined ? {} : { after }),
        });
        users.push(...page.users);
        ({ hasMore } = page);
      }
      return users;
    },
    attend: async (id, person) => {
      await room(id);
      // Names them before they join.
      const session = chat.as(person);
      await portal
        .call('member:add', { roomId: id, userId: person.id, role: 'moderator' })
        .finally(session.close);
    },
    invite: async (id) => {
      const { id: roomId } = await room(id);
      return (await portal.call('invite:create', { roomId, expiresInSeconds: invitationSeconds })).code;
    },
    create: async (horario) => {
      guardConfidencial(horario);
      return shown(
        await portal.call('room:create', {
          roomId: newSala(),
          phase: 'scheduled',
          ...(horario.confidencial ? { type: 'private', encryption: 'e2ee' } : { type: 'public' }),
          ...asSettings(horario),
        }),
      );
    },
    update: async (id, { estado, ...patch }) => {
      const before = await running(id);
      const horario = { ...before, ...patch };
      if (horario.confidencial !== before.confidencial)
        throw new ChatError('invalid', 'confidencial: no se puede cambiar', { field: 'confidencial' });
      guardConfidencial(horario);
      return shown(
        await portal.call('room:update', {
          roomId: id,
          ...asSettings(horario),
          ...(estado === undefined ? {} : { phase: estado === 'abierta' ? 'open' : 'scheduled' }),
        }),
      );
    },
    end: async (id) => {
      await running(id);
      return shown(await portal.call('room:end', { roomId: id }));
    },
    cancel: async (id) => {
      const cita = shown(await room(id));
      if (cita.estado === 'cancelada') return cita;
      if (cita.estado === 'finalizada') throw over(cita.estado);
      const { data } = asSettings(cita);
      await portal.call('room:update', {
        roomId: id,
        data: { cita: { ...data.cita, cancelada: true } satisfies CitaData },
      });
      return shown(await portal.call('room:end', { roomId: id }));
    },
  };
};
