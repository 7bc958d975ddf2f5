import { reactorsShown, type DurableEvent, type Message, type Reaction } from '@chat/protocol';
import type { ChangeOf } from '../contract/change.ts';
import type { DeletedContent, ReactionChange } from '../contract/records.ts';
import { refuseWithoutRight, refuse, type Decision, type DecisionContext, type View } from './decision.ts';
import { visibleMessage } from './private.ts';
import { reopened } from './reports.ts';
import { withRestoredReply } from './threads.ts';

/**
 * Undoes a deletion: the message gets back what `deleted` has of it. Its thread stays as it is now; it is
 * pinned again if there is room, and reactions of users who were erased meanwhile do not come back.
 */
export const restore = (context: DecisionContext, change: ChangeOf<'restore'>): Decision => {
  const { view, head } = context;
  const { messageId, actor, at, deleted, most } = change;
  const found = visibleMessage(context, actor, messageId);
  if (found === null) return refuse('not_found', 'no such message');
  const tombstone = found.message;
  const right = tombstone.author.id === actor.id ? 'message:delete' : 'message:moderate';
  const refused = refuseWithoutRight(context, right, at);
  if (refused !== null) return refused;
  if (tombstone.deletedAt === undefined) return { kind: 'known', event: restored(tombstone, actor.id) };
  if (!isOf(deleted, tombstone))
    return refuse('conflict', 'this deletion can no longer be undone', { reason: 'undo_expired' });
  const rev = head.rev + 1;
  const reactors = deleted.reactors.map(({ emoji, userIds }) => ({
    emoji,
    userIds: userIds.filter((userId) => !view.isErased(userId)),
  }));
  const message = withContent(tombstone, deleted.message, {
    rev,
    restoredAt: at,
    reactions: reactors.flatMap(toReaction),
    mayPin: view.pinned() < most,
  });
  const also = withRestoredReply(view, message, rev + 1, actor.id);
  const report = reopenedReport(view, deleted);
  return {
    kind: 'write',
    head: { ...head, rev: also?.event.rev ?? rev },
    event: restored(message, actor.id),
    message: { ...found, message },
    members: [],
    ...(also ? { also } : {}),
    ...(report ? { report: { ...report, rev } } : {}),
    reactions: reactors.flatMap(({ emoji, userIds }): ReactionChange[] =>
      userIds.map((userId) => ({ messageId, emoji, userId, added: true })),
    ),
    versions: deleted.versions.toReversed().map((version) => ({ messageId, version })),
  };
};

/** The message may have been deleted again since, by another user, or its author erased. */
const isOf = (deleted: DeletedContent | null, tombstone: Message): deleted is DeletedContent =>
  deleted !== null &&
  deleted.deletedAt === tombstone.deletedAt &&
  deleted.message.id === tombstone.id &&
  deleted.message.author.id === tombstone.author.id;

interface Restored extends Pick<Message, 'rev' | 'restoredAt' | 'reactions'> {
  mayPin: boolean;
}

const withContent = (tombstone: Message, before: Message, { mayPin, ...now }: Restored): Message => {
  const { thread: _thread, pinnedAt, streamsUntil: _streams, ...content } = before;
  const { thread } = tombstone;
  return {
    ...content,
    ...(thread === undefined ? {} : { thread }),
    ...(pinnedAt !== undefined && mayPin ? { pinnedAt } : {}),
    ...now,
  };
};

const toReaction = ({ emoji, userIds }: DeletedContent['reactors'][number]): Reaction[] =>
  userIds.length === 0 ? [] : [{ emoji, count: userIds.length, by: userIds.slice(0, reactorsShown) }];

/** The report that the deletion resolved is open again, unless a moderator has dealt with it since. */
const reopenedReport = (view: View, { message, report }: DeletedContent) => {
  const stored = report && view.report(message.id);
  return report && stored?.state === 'resolved' ? reopened(stored, report) : null;
};

const restored = (message: Message, by: string): DurableEvent => ({
  type: 'message:updated',
  roomId: message.roomId,
  rev: message.rev,
  message,
  by,
  change: 'restore',
});
