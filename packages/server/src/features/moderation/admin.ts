import {
  ChatError,
  pageSize,
  type adminCommands,
  type Input,
  type OpenModeration,
  type OpenModerationPage,
  type Room,
} from '@chat/protocol';
import type { Context, Handlers } from '../../commands/context.ts';
import { pendingKinds, pendingRoomKey } from '../../storage/decide/approval.ts';
import { findUser } from '../../users/visible-users.ts';

const mustBeAdmin = ({ user }: Context): void => {
  if (user.role !== 'admin') throw new ChatError('forbidden', 'only an admin may do this');
};

/** A room that is not opened costs two reads by key. */
const lookCost = 0.1;
/** Other users get a turn after this many rooms. */
const roomsPerTurn = 10;

/** Counts what waits in a room. Reports of the admin's own messages are not shown to them, so they do not count. */
const openIn = async ({ rooms, storage, user }: Context, { id, title }: Room): Promise<OpenModeration> => {
  const timeline = rooms.peek(id)?.timeline ?? storage.timeline;
  const [{ reports }, waiting] = await Promise.all([
    timeline.reports(id, { limit: pageSize.max }),
    timeline.record(id, pendingKinds.room, pendingRoomKey),
  ]);
  const { pending } = (waiting?.body ?? { pending: 0 }) as { pending: number };
  const shown = reports.filter(({ author }) => author.id !== user.id);
  return { roomId: id, title, reports: shown.length, pending };
};

/** Looks at one page of all rooms. */
const findOpen = async (
  context: Context,
  { after }: Input<'moderation:list'>,
): Promise<OpenModerationPage> => {
  const { connection, roomReads, scheduler, storage, user } = context;
  const query = { limit: pageSize.max, ...(after === undefined ? {} : { after }) };
  const { rooms, hasMore } = await storage.rooms.list(query);
  roomReads.take(connection, 1 + rooms.length * lookCost);
  const found: OpenModeration[] = [];
  for (const [index, room] of rooms.entries()) {
    if (index % roomsPerTurn === 0) await scheduler.next(user.id);
    const open = await openIn(context, room);
    if (open.reports > 0 || open.pending > 0) found.push(open);
  }
  const last = rooms.at(-1);
  return { rooms: found, hasMore, ...(last ? { cursor: last.id } : {}) };
};

export const admin: Handlers<keyof typeof adminCommands> = {
  'server:stats': (context) => {
    mustBeAdmin(context);
    return context.node.stats();
  },
  'moderation:list': (context, input) => {
    mustBeAdmin(context);
    return findOpen(context, input);
  },
  'user:revoke': async (context, { userId }) => {
    mustBeAdmin(context);
    if (!(await findUser(context, userId))) throw new ChatError('not_found', 'no such user');
    // Admins who end their own connections get the reply before.
    context.afterReply(() => context.revoke(userId));
    return {};
  },
};
