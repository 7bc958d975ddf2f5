// Events are public rooms, made by the staff. What is asked of them is asked in the name of an admin of this process.
import type { ChatServer, Output } from '@chat/server';

/** An event as the old front end knows it. */
export interface LiveEvent {
  id: string;
  title: string;
  /** ISO 8601; null: none was given. */
  startsAt: string | null;
  createdAt: string;
  /** How many are here. */
  participants: number;
}

type Summary = Pick<Output<'room:list'>['rooms'][number], 'room' | 'occupancy'>;

const toEvent = ({ room, occupancy = 0 }: Summary): LiveEvent => ({
  id: room.id,
  title: room.title,
  startsAt: room.startsAt === undefined ? null : new Date(room.startsAt).toISOString(),
  createdAt: new Date(room.createdAt).toISOString(),
  participants: occupancy,
});

export const eventsOf = (chat: ChatServer) => {
  const staff = chat.as({ id: 'live-events', name: 'Live events', role: 'admin' });

  /** Those that have not ended, oldest first. */
  const active = async (): Promise<LiveEvent[]> => {
    const found: LiveEvent[] = [];
    let after: string | undefined;
    for (;;) {
      const page = await staff.call('room:list', { limit: 100, ...(after === undefined ? {} : { after }) });
      found.push(...page.rooms.filter(({ room }) => room.phase !== 'ended').map(toEvent));
      after = page.rooms.at(-1)?.room.id;
      if (!page.hasMore || after === undefined) break;
    }
    return found.sort((one, other) => (one.createdAt < other.createdAt ? -1 : 1));
  };

  return {
    active,
    /** Null: unknown, or ended. */
    find: async (eventId: string): Promise<LiveEvent | null> =>
      (await active()).find(({ id }) => id === eventId) ?? null,
    create: async (title: string, startsAt?: number): Promise<LiveEvent> => {
      const room = await staff.call('room:create', {
        type: 'public',
        title,
        ...(startsAt === undefined ? {} : { startsAt }),
      });
      return toEvent({ room });
    },
  };
};
