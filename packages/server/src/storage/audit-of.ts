import type { AuditedSettings, AuditEntry, Author, DurableEvent, User } from '@chat/protocol';
import type { Change, RoomPatch } from './change.ts';
import type { StoredMember, StoredReport } from './record.ts';

/** What a change wrote, as far as an entry speaks of it. */
interface Written {
  event: DurableEvent;
  members: StoredMember[];
  report?: StoredReport;
}

/** The entry that tells of a change, or null for one that nobody is to answer for. */
export const auditOf = (change: Change, written: Written): AuditEntry | null => {
  const told = actOf(change, written);
  if (told === null) return null;
  const { roomId, rev } = written.event;
  return { roomId, rev, at: change.at, by: toAuthor(change.actor), ...told };
};

type Act = Omit<AuditEntry, 'roomId' | 'rev' | 'at' | 'by'>;

const actOf = (change: Change, { event, members, report }: Written): Act | null => {
  switch (change.kind) {
    case 'delete': {
      if (!('message' in event) || event.message.author.id === change.actor.id) return null;
      return { act: 'message:delete', user: event.message.author, messageId: change.messageId };
    }
    case 'add-member':
      return { act: 'member:add', user: toAuthor(change.user), role: change.role };
    case 'set-role':
      return { act: 'member:update', user: toAuthor(change.user), role: change.role };
    case 'mute':
      return { act: 'member:mute', user: toAuthor(change.user), until: change.until };
    case 'end-membership': {
      if (change.reason === 'left') return null;
      return {
        act: change.reason === 'banned' ? 'member:ban' : 'member:remove',
        user: toAuthor(change.user),
      };
    }
    case 'unban':
      return { act: 'member:unban', user: toAuthor(members[0]?.user ?? unnamed(change.userId)) };
    case 'update-room':
      return {
        act: change.patch.phase === 'ended' ? 'room:end' : 'room:update',
        settings: settingsOf(change.patch),
      };
    case 'resolve-report':
      return {
        act: 'report:resolve',
        ...(report === undefined ? {} : { user: report.author }),
        messageId: change.messageId,
        outcome: change.outcome,
      };
    default:
      return null;
  }
};

const unnamed = (id: string): User => ({ id, name: id });

/** Somebody as they are called now. */
export const toAuthor = ({ id, name, avatarUrl, bot }: User): Author => ({
  id,
  name,
  ...(avatarUrl === undefined ? {} : { avatarUrl }),
  ...(bot ? { bot: true as const } : {}),
});

/** Without the application's data, which may be large, and is nobody's word. */
const settingsOf = ({ data: _data, ...settings }: RoomPatch): AuditedSettings =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
