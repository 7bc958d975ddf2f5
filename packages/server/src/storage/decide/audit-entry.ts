import type { AuditedSettings, AuditEntry, DurableEvent } from '@chat/protocol';
import type { Change, ChangeOf, RoomPatch } from '../contract/change.ts';
import type { StoredMember, StoredReport } from '../contract/records.ts';
import { toAuthor } from './author.ts';

/** The records that a change wrote, as far as entries mention them. */
interface WrittenRecords {
  event: DurableEvent;
  members: StoredMember[];
  report?: StoredReport;
}

/** Returns the audit entry of a change, or null if it has none. */
export const auditEntryOf = (change: Change, written: WrittenRecords): AuditEntry | null => {
  const told = (detailsOf[change.kind] as (change: Change, written: WrittenRecords) => EntryDetails | null)(
    change,
    written,
  );
  if (told === null) return null;
  const { roomId, rev } = written.event;
  return { roomId, rev, at: change.at, by: toAuthor(change.actor), ...told };
};

type EntryDetails = Omit<AuditEntry, 'roomId' | 'rev' | 'at' | 'by'>;

const none = (): null => null;

/** The entry of each kind of change. */
const detailsOf: {
  [K in Change['kind']]: (change: ChangeOf<K>, written: WrittenRecords) => EntryDetails | null;
} = {
  'create-room': none,
  remind: none,
  'store-records': none,
  'import-message': none,
  'import-member': none,
  'commit-group': none,
  'link-epoch': none,
  'seal-keys': none,
  'mark-webhooks': none,
  'claim-webhook': none,
  'save-webhook': none,
  'claim-translation': none,
  'store-translation': none,
  'mark-emails': none,
  'claim-emails': none,
  'save-emails': none,
  'send-email': none,
  'release-email': none,
  withdraw: none,
  'expire-pending': none,
  approve: ({ user, messageId, trust }) => ({
    act: trust ? 'approval:trust' : 'approval:approve',
    user: toAuthor(user),
    messageId,
  }),
  reject: ({ user, messageId }) => ({ act: 'approval:reject', user: toAuthor(user), messageId }),
  untrust: ({ user }) => ({ act: 'approval:untrust', user: toAuthor(user) }),
  send: none,
  'add-card': none,
  'remove-card': none,
  schedule: none,
  'edit-scheduled': none,
  'cancel-scheduled': none,
  'settle-scheduled': none,
  save: none,
  unsave: none,
  'set-draft': none,
  'set-reminder': none,
  'cancel-reminder': none,
  'fire-reminder': none,
  edit: none,
  react: none,
  report: none,
  vote: none,
  'add-poll-option': none,
  'update-poll': none,
  'save-poll-draft': none,
  'delete-poll-draft': none,
  // The decision has the entry.
  spotlight: none,
  'spotlight-question': none,
  'clear-spotlight': none,
  'ask-question': none,
  'upvote-question': none,
  'withdraw-question': none,
  'publish-questions': none,
  'answer-question': ({ questionId }) => ({ act: 'question:answer', questionId }),
  'dismiss-question': ({ questionId }) => ({ act: 'question:dismiss', questionId }),
  'reopen-question': ({ questionId }) => ({ act: 'question:reopen', questionId }),
  'highlight-question': ({ questionId }) => ({ act: 'question:highlight', questionId }),
  'set-recording': none,
  'remove-recording': none,
  'close-poll': ({ messageId }, { event }) =>
    'message' in event ? { act: 'poll:close', user: event.message.author, messageId } : null,
  'start-call': none,
  'answer-call': none,
  'end-call': none,
  'start-group-call': none,
  'join-group-call': none,
  'raise-hand': none,
  'call-on-hand': none,
  'lower-all-hands': none,
  'lower-absent-hands': none,
  knock: none,
  'leave-lobby': none,
  'send-in-lobby': none,
  'expire-knock': none,
  attend: none,
  'expire-attendance': none,
  decline: none,
  admit: (_, { event }) =>
    'member' in event
      ? { act: 'member:add', user: toAuthor(event.member.user), role: event.member.role }
      : null,
  'record-group-call': none,
  'leave-group-call': none,
  delete: ({ actor, messageId }, { event }) =>
    'message' in event && event.message.author.id !== actor.id
      ? { act: 'message:delete', user: event.message.author, messageId }
      : null,
  restore: ({ actor, messageId }, { event }) =>
    'message' in event && event.message.author.id !== actor.id
      ? { act: 'message:restore', user: event.message.author, messageId }
      : null,
  pin: ({ pinned, messageId }, { event }) =>
    'message' in event
      ? { act: pinned ? 'message:pin' : 'message:unpin', user: event.message.author, messageId }
      : null,
  // Removing the last file may delete the message.
  detach: ({ actor, messageId }, { event }) =>
    'message' in event && event.message.author.id !== actor.id
      ? {
          act: event.type === 'message:deleted' ? 'message:delete' : 'file:delete',
          user: event.message.author,
          messageId,
        }
      : null,
  'answer-invitation': none,
  'accept-invite-link': none,
  'create-overlay': () => ({ act: 'overlay:create' }),
  'revoke-overlay': () => ({ act: 'overlay:revoke' }),
  'create-invite-link': () => ({ act: 'invite:create' }),
  'revoke-invite-link': () => ({ act: 'invite:revoke' }),
  'erase-message': none,
  'erase-reaction': none,
  'erase-record': none,
  'erase-member': none,
  'erase-invitation': none,
  'erase-rest': none,
  invite: ({ user }) => ({ act: 'member:invite', user: toAuthor(user) }),
  'add-member': ({ user, role, asks }) => ({
    act: asks ? 'member:invite' : 'member:add',
    user: toAuthor(user),
    role,
  }),
  'set-role': ({ user, role }) => ({ act: 'member:update', user: toAuthor(user), role }),
  mute: ({ user, until }) => ({ act: 'member:mute', user: toAuthor(user), until }),
  'end-membership': ({ user, reason }) =>
    reason === 'left'
      ? null
      : { act: reason === 'banned' ? 'member:ban' : 'member:remove', user: toAuthor(user) },
  unban: ({ userId }, { members }) => ({
    act: 'member:unban',
    user: toAuthor(members[0]?.user ?? { id: userId, name: userId }),
  }),
  'update-room': ({ patch }) => ({
    act: patch.phase === 'ended' ? 'room:end' : 'room:update',
    settings: settingsOf(patch),
  }),
  'resolve-report': ({ messageId, outcome }, { report }) => ({
    act: 'report:resolve',
    ...(report === undefined ? {} : { user: report.author }),
    messageId,
    outcome,
  }),
};

/** Leaves out the application's data: it may be large, and no moderator wrote it. */
const settingsOf = ({ data: _data, ...settings }: RoomPatch): AuditedSettings =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
