import { pageSize, type AuditEntry, type auditCommands } from '@chat/protocol';
import { recheckAccess, accessWith } from '../../room/room-access.ts';
import type { Context, Handlers } from '../../commands/context.ts';
import type { LiveRoom } from '../../room/live-room.ts';

/** Reads the audit without entries about reports of the reader's own messages: they are not shown to their author. */
const entriesFor = async (
  { user }: Context,
  { id, timeline }: LiveRoom,
  { before, limit }: { before: number | undefined; limit: number },
): Promise<{ entries: AuditEntry[]; hasMore: boolean }> => {
  const found: AuditEntry[] = [];
  for (let from = before; found.length <= limit;) {
    const page = await timeline.audit(id, { limit, ...(from === undefined ? {} : { before: from }) });
    found.push(
      ...page.entries.filter((entry) => entry.act !== 'report:resolve' || entry.user?.id !== user.id),
    );
    from = page.entries.at(-1)?.rev;
    if (!page.hasMore || from === undefined) break;
  }
  return { entries: found.slice(0, limit), hasMore: found.length > limit };
};

export const audit: Handlers<keyof typeof auditCommands> = {
  'audit:list': async (context, { roomId, before, limit = pageSize.default }) => {
    const access = await accessWith(context, roomId, 'audit:list');
    const page = await entriesFor(context, access.room, { before, limit });
    await recheckAccess(context, access, page.entries, 'audit:list');
    return page;
  },
};
