import type { Message, RoomSummary } from '@chat/protocol';
import type { Session } from '../transport/session.ts';

/**
 * Is in all rooms of two with this session, and in new ones as soon as something is said there: `heard` gets what it came too
 * late for. Resolves once it is in those that there are.
 */
export const inDirectRooms = async (
  session: Session,
  rooms: Set<string>,
  heard: (message: Message) => void,
  onError: (error: unknown) => void,
): Promise<void> => {
  const enter = async ({ room: { id, type }, invitation }: RoomSummary): Promise<Message[]> => {
    if (type !== 'direct' || invitation || rooms.has(id)) return [];
    rooms.add(id);
    try {
      return (await session.call('room:join', { roomId: id })).messages;
    } catch (error) {
      rooms.delete(id);
      throw error;
    }
  };
  session.on('room:changed', ({ summary }) => {
    enter(summary).then((messages) => messages.forEach(heard), onError);
  });
  session.on('room:removed', ({ roomId }) => void rooms.delete(roomId));
  for (let after: string | undefined, hasMore = true; hasMore;) {
    const page = await session.call('room:list', {
      type: 'direct',
      limit: 100,
      ...(after === undefined ? {} : { after }),
    });
    for (const summary of page.rooms) {
      // What is said while it enters is said to it; what was said before is not.
      const { seq = 0 } = summary.lastMessage ?? {};
      for (const message of await enter(summary)) if (message.seq > seq) heard(message);
    }
    after = page.rooms.at(-1)?.room.id;
    hasMore = page.hasMore && after !== undefined;
  }
};
