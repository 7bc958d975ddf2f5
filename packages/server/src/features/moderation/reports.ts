import { ChatError, pageSize, type Report, type reportCommands } from '@chat/protocol';
import {
  accessRoom,
  recheckAccess,
  accessWith,
  hiddenUpTo,
  markOf,
  hasRight,
} from '../../room/room-access.ts';
import { listenersWithRole } from '../../room/audience.ts';
import type { Context, Handlers } from '../../commands/context.ts';
import { revealMessage } from '../../encryption/reveal-message.ts';
import type { LiveRoom } from '../../room/live-room.ts';
import { withinRetention } from '../../storage/shared/retention.ts';
import type { Change } from '../../storage/contract/change.ts';
import type { StoredReport } from '../../storage/contract/records.ts';

/**
 * Tells connected moderators to reload the queue. The author of the message gets no event, whatever their
 * role.
 */
const tellModerators = (context: Context, { id, head, audience }: LiveRoom, authorId?: string): void => {
  for (const { connection, role } of listenersWithRole(audience)) {
    if (connection.user.id === authorId) continue;
    if (role && hasRight(head.room, { role }, 'report:resolve', context.now()))
      connection.deliver([{ type: 'report:changed', roomId: id }]);
  }
};

const commit = async (
  context: Context,
  room: LiveRoom,
  authorId: string | undefined,
  change: Change,
): Promise<Record<string, never>> => {
  const { known } = await room.commit(change);
  if (!known) tellModerators(context, room, authorId);
  return {};
};

/**
 * Reads open reports for a moderator, without reports of the moderator's own messages, which are not counted
 * either.
 */
const reportsFor = async (
  { user }: Context,
  { id, timeline }: LiveRoom,
  { after, limit }: { after: number | undefined; limit: number },
): Promise<{ reports: StoredReport[]; hasMore: boolean }> => {
  const found: StoredReport[] = [];
  for (let from = after; found.length <= limit;) {
    const page = await timeline.reports(id, { limit, ...(from === undefined ? {} : { after: from }) });
    found.push(...page.reports.filter(({ author }) => author.id !== user.id));
    from = page.reports.at(-1)?.rev;
    if (!page.hasMore || from === undefined) break;
  }
  return { reports: found.slice(0, limit), hasMore: found.length > limit };
};

/** A moderator who is not a recipient of a private message sees only what the report quotes. */
const toReport = async (
  { user }: Context,
  { id, timeline }: LiveRoom,
  stored: StoredReport,
): Promise<Report> => {
  const { messageId, rev, author, text, complaints } = stored;
  const message = await timeline.message(id, messageId, { reader: user.id });
  return { roomId: id, messageId, rev, author, text, ...(message ? { message } : {}), complaints };
};

export const reports: Handlers<keyof typeof reportCommands> = {
  'message:report': async (context, { roomId, messageId, reason, messageKey }) => {
    const { room, member } = await accessRoom(context, roomId);
    const message = await room.timeline.message(roomId, messageId, { reader: context.user.id });
    const mark = room.head.room.history === 'all' ? null : await markOf(context, room, member);
    // Messages from before the moderator's time, or past retention, do not exist for them.
    const [found] = withinRetention(message ? [message] : [], room.head.room, context.now());
    if (!found || found.seq <= hiddenUpTo(room, context.user, member, mark))
      throw new ChatError('not_found', 'no such message');
    return commit(context, room, found.author.id, {
      kind: 'report',
      actor: context.user,
      at: context.now(),
      messageId,
      ...(reason ? { reason } : {}),
      ...(messageKey === undefined ? {} : { revealed: revealMessage(found, messageKey) }),
    });
  },
  'report:list': async (context, { roomId, after, limit = pageSize.default }) => {
    const access = await accessWith(context, roomId, 'report:resolve');
    const { room } = access;
    const page = await reportsFor(context, room, { after, limit });
    const found = await Promise.all(page.reports.map((stored) => toReport(context, room, stored)));
    await recheckAccess(context, access, found, 'report:resolve');
    return { reports: found, hasMore: page.hasMore };
  },
  'report:resolve': async (context, { roomId, messageId, outcome }) => {
    const { room } = await accessWith(context, roomId, 'report:resolve');
    const message = await room.timeline.message(roomId, messageId, { unfiltered: true });
    // Moderators neither decide on reports of their own messages nor learn of them.
    if (message?.author.id === context.user.id) throw new ChatError('not_found', 'no such report');
    return commit(context, room, message?.author.id, {
      kind: 'resolve-report',
      actor: context.user,
      at: context.now(),
      messageId,
      outcome,
    });
  },
};
