import type { DurableEvent, Message } from '@chat/protocol';
import type { ChatRoom } from '../../packages/client/src/room/chat-room.ts';
import type { Change } from '../../packages/server/src/storage/contract/change.ts';
import type { RoomLedger } from './ledger.ts';
import { removedFrom } from './restores.ts';
import type { Report } from './report.ts';
import type { Tab } from './tab.ts';
import type { World } from './world.ts';

/** Somebody reacts to one of the last messages, edited, deleted or private as it may be, or takes it back. */
export const react = ({ chance }: World, _tab: Tab, room: ChatRoom): void => {
  const { items } = room.messages.get();
  const message = chance.pick(items.filter(({ status }) => status === 'sent').slice(-5));
  if (!message) return;
  // In a hurry, more than once.
  for (let times = chance.hit(0.2) ? 2 : 1; times > 0; times--) {
    const emoji = chance.pick(['👍', '❤️']) ?? '👍';
    room.reactions.toggle(message.id, emoji).catch(() => undefined);
  }
};

const modelOf = new WeakMap<RoomLedger, Map<string, Map<string, Set<string>>>>();

/** The reactions, derived from accepted commands: each user counts once, and a deleted message has none. */
export const checkReactions = (
  ledger: RoomLedger,
  change: Change,
  event: DurableEvent & { message: Message },
  { report, erased }: { report: Report; erased: ReadonlySet<string> },
): void => {
  const { message } = event;
  const model = modelOf.get(ledger) ?? new Map<string, Map<string, Set<string>>>();
  modelOf.set(ledger, model);
  const own = model.get(message.id) ?? new Map<string, Set<string>>();
  model.set(message.id, own);
  if (event.type === 'message:deleted') own.clear();
  else if (change.kind === 'restore' && message.id === change.messageId)
    for (const { emoji, by } of removedFrom(ledger, message.id)?.message.reactions ?? [])
      own.set(emoji, new Set(by.filter((userId) => !erased.has(userId))));
  else if (change.kind === 'react' && message.id === change.messageId) {
    if (message.deletedAt !== undefined) report(`reactions: ${message.id} is deleted and reacted to`);
    const by = own.get(change.emoji) ?? new Set();
    if (change.added) own.set(change.emoji, by.add(change.actor.id));
    else by.delete(change.actor.id);
  } else if (change.kind === 'erase-reaction' && message.id === change.messageId)
    own.get(change.emoji)?.delete(change.userId);
  const expected = [...own].flatMap(([emoji, by]) =>
    by.size > 0 ? `${emoji} ${by.size} ${[...by].sort().join()}` : [],
  );
  const told = message.reactions.map(({ emoji, count, by }) => `${emoji} ${count} ${[...by].sort().join()}`);
  if (expected.sort().join('; ') !== told.sort().join('; '))
    report(
      `reactions: ${message.id} of ${ledger.id} bears '${told.join('; ')}', not '${expected.join('; ')}'`,
    );
};
