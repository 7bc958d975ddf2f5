import type { DurableEvent, Message } from '@chat/protocol';
import type { ChatRoom } from '../../packages/client/src/room/chat-room.ts';
import type { Change } from '../../packages/server/src/storage/contract/change.ts';
import type { RoomLedger } from './ledger.ts';
import { removedFrom } from './restores.ts';
import type { Report } from './report.ts';
import type { Tab } from './tab.ts';
import type { World } from './world.ts';

/** Somebody looks at what is pinned, and goes on looking. */
export const lookAtPins = (_world: World, _tab: Tab, room: ChatRoom): void =>
  void room.pins.load().catch(() => undefined);

/** Somebody pins one of the last messages, or lets one go that is pinned. */
export const pin = ({ chance }: World, _tab: Tab, room: ChatRoom): void => {
  const sent = room.messages.get().items.filter(({ status }) => status === 'sent');
  const pinned = sent.filter(({ pinnedAt }) => pinnedAt !== undefined);
  const gone = chance.hit(0.4) ? chance.pick(pinned) : undefined;
  const message = gone ?? chance.pick(sent.slice(-6));
  if (!message) return;
  const done = gone ? room.pins.unpin(gone.id) : room.pins.pin(message.id);
  done.catch(() => undefined);
};

/** A pinned message exists and is visible to the whole room; a deleted one is not pinned. */
export const checkPin = (
  ledger: RoomLedger,
  change: Change,
  { message, type }: DurableEvent & { message: Message },
  report: Report,
): void => {
  const what = `pins: ${message.id} of ${ledger.id}`;
  const before = ledger.messages.get(message.id);
  if (type === 'message:deleted' || message.deletedAt !== undefined) {
    if (message.pinnedAt !== undefined) report(`${what} is deleted and pinned`);
    return;
  }
  const isPin = change.kind === 'pin' && change.messageId === message.id;
  if (change.kind === 'restore' && message.id === change.messageId) {
    const { pinnedAt } = removedFrom(ledger, message.id)?.message ?? {};
    if (message.pinnedAt !== pinnedAt) report(`${what} comes back pinned otherwise`);
    return;
  }
  if (!isPin) {
    if (before !== undefined && before.pinnedAt !== message.pinnedAt)
      report(`${what} is pinned by ${change.kind}`);
    return;
  }
  if (before?.deletedAt !== undefined || message.to !== undefined)
    report(`${what} is pinned, and may not be`);
  if ((message.pinnedAt !== undefined) !== change.pinned) report(`${what} is not as the change has it`);
  const role = ledger.members.get(change.actor.id)?.role;
  if (role !== 'owner' && role !== 'moderator')
    report(`${what} is pinned by ${change.actor.id}, who is ${role}`);
};

/** Every reader sees the pins, the latest first. */
export const verifyPins = ({ ledger, report }: World, tab: Tab, room: ChatRoom): void => {
  const { items, loaded } = room.pins.get();
  const pinned = [...ledger.room(room.id).messages.values()]
    .filter(({ pinnedAt }) => pinnedAt !== undefined)
    .sort((one, other) => (other.pinnedAt ?? 0) - (one.pinnedAt ?? 0) || other.seq - one.seq);
  const told = pinned.map(({ id, rev }) => `${id} ${rev}`).join();
  const shown = items.map(({ id, rev }) => `${id} ${rev}`).join();
  if (!loaded || shown !== told)
    report(`view: ${tab.actor.name} shows pins '${shown}' of '${told}' in ${room.id}`);
};
