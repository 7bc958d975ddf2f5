import { reactorsShown, type DurableEvent, type Message } from '@chat/protocol';
import type { ChangeOf } from '../../contract/change.ts';
import type { ImportedMessage } from '../../contract/import-change.ts';
import type { Head, ReactionChange, ReplacedVersion } from '../../contract/records.ts';
import { fingerprint } from '../../shared/message-fingerprint.ts';
import { toAuthor } from '../author.ts';
import { refuse, type Decision, type View } from '../decision.ts';
import { withReply } from '../threads.ts';

/**
 * Stores a message of an export as it is there. A message that the room has is `known`, whatever happened to
 * it since. Refuses as `conflict` if the room has later messages, and as `not_found` without the first
 * message of its thread.
 */
export const importMessage = (view: View, head: Head, change: ChangeOf<'import-message'>): Decision => {
  const { message: given, at } = change;
  const { reactors, versions, records = [], ...content } = given;
  const { poll: _poll, ...draft } = content;
  const stored = view.message(given.id);
  if (stored !== null) {
    const { roomId, rev } = stored.message;
    return { kind: 'known', event: { type: 'message:created', roomId, rev, message: stored.message } };
  }
  if (at < change.notBefore) return refuse('conflict', 'the room has later messages');
  const root = given.threadId === undefined ? null : view.message(given.threadId);
  if (given.threadId !== undefined && (root === null || root.message.threadId !== undefined))
    return refuse('not_found', 'threadId names no message of this room', { field: 'threadId' });
  const present = presentReactors(view, reactors);
  const rev = head.rev + 1;
  const message: Message = {
    ...content,
    roomId: head.room.id,
    seq: head.seq + 1,
    rev,
    author: toAuthor(change.actor),
    reactions: present.map(({ emoji, userIds }) => ({
      emoji,
      count: userIds.length,
      by: userIds.slice(0, reactorsShown),
    })),
    createdAt: at,
  };
  const event: DurableEvent = { type: 'message:created', roomId: head.room.id, rev, message };
  const also = root === null || given.deletedAt !== undefined ? undefined : withReply(root, message);
  return {
    kind: 'write',
    head: { ...head, seq: message.seq, rev: also?.event.rev ?? rev },
    event,
    message: { message, fingerprint: fingerprint(draft) },
    members: [],
    ...(also ? { also } : {}),
    reactions: present.flatMap(({ emoji, userIds }): ReactionChange[] =>
      userIds.map((userId) => ({ messageId: given.id, emoji, userId, added: true })),
    ),
    versions: numbered(given.id, rev, versions),
    records: records
      .filter(({ userId }) => userId === undefined || !view.isErased(userId))
      .map((record) => ({ ...record, messageId: given.id })),
  };
};

/** Reactions of users who were erased here do not come back. */
const presentReactors = (view: View, reactors: ImportedMessage['reactors']): ImportedMessage['reactors'] =>
  reactors
    .map(({ emoji, userIds }) => ({
      emoji,
      userIds: [...new Set(userIds)].filter((userId) => !view.isErased(userId)),
    }))
    .filter(({ userIds }) => userIds.length > 0);

/**
 * Earlier texts are ordered by the revision of the edit that replaced each. The edits were made elsewhere, so
 * they get the numbers up to that of the message: later edits have higher ones.
 */
const numbered = (messageId: string, rev: number, versions: ImportedMessage['versions']): ReplacedVersion[] =>
  versions.map(({ text, at }, index) => ({
    messageId,
    version: { rev: rev - versions.length + 1 + index, text, at },
  }));
