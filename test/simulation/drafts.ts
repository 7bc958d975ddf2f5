import type { ChatRoom } from '../../packages/client/src/room/chat-room.ts';
import type { Change, CommitResult } from '../../packages/server/src/storage/contract/change.ts';
import { draftKey, draftKind, toDraft } from '../../packages/server/src/storage/decide/personal/drafts.ts';
import { roomIds } from './actions.ts';
import { createChance } from './chance.ts';
import type { RoomLedger } from './ledger.ts';
import type { Tab } from './tab.ts';
import type { World } from './world.ts';

const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined);
const isOfSeed = (seed: number): boolean => seed % 8 === 5;

/** How many messages of a page took a draft and are not stored, by room: the page shows them in its place. */
const unsentIn = new WeakMap<Tab, Map<string, number>>();

const countUnsent = (tab: Tab, roomId: string, change: number): void => {
  const counts = unsentIn.get(tab) ?? new Map<string, number>();
  unsentIn.set(tab, counts);
  counts.set(roomId, (counts.get(roomId) ?? 0) + change);
};

/** Lets users write drafts and send them in some seeds, by random numbers of its own: other seeds run as before. */
export const draftsIn = (world: World, seed: number): (() => void) => {
  if (!isOfSeed(seed)) return () => undefined;
  const { outboxes } = world;
  const chance = createChance(seed + 0xd4af7);
  let written = 0;

  const act = (tab: Tab, { id: roomId, messages }: ChatRoom): void => {
    const { drafts } = tab.client;
    if (!drafts.get().loaded && chance.hit(0.5)) return quietly(drafts.load());
    const own = drafts.get().items.find((each) => each.roomId === roomId);
    if (!own?.text || chance.hit(0.5))
      return quietly(drafts.set(roomId, chance.hit(0.1) ? '' : `${tab.actor.name} draft ${++written}`));
    if (chance.hit(0.2)) return quietly(drafts.flush());
    const text = outboxes.write(tab.actor.name);
    countUnsent(tab, roomId, 1);
    messages.send({ text, draft: own.version }).then(
      (message) => {
        countUnsent(tab, roomId, -1);
        outboxes.resolved(text, message, tab.user.id);
      },
      () => undefined,
    );
  };

  return () => {
    if (!chance.hit(0.5)) return;
    const tab = chance.pick(world.tabs());
    const room = tab?.rooms.get(chance.pick(roomIds) ?? '');
    if (tab && room) world.inTab(tab, 'draft', () => act(tab, room));
  };
};

interface Written {
  text: string;
  version: number;
}

const modelOf = new WeakMap<RoomLedger, Map<string, Written>>();

const draftsOf = (ledger: RoomLedger): Map<string, Written> => {
  const model = modelOf.get(ledger) ?? new Map<string, Written>();
  modelOf.set(ledger, model);
  return model;
};

/** Follows the draft of each user in a room: the last text, until a message takes it. */
export const checkDraft = (
  ledger: RoomLedger,
  change: Change,
  { known, records }: CommitResult & { ok: true },
): void => {
  const drafts = draftsOf(ledger);
  if (change.kind === 'erase-record' && change.recordKind === draftKind(change.userId))
    drafts.delete(change.userId);
  const userId = change.actor.id;
  const before = drafts.get(userId) ?? { text: '', version: 0 };
  if (change.kind === 'set-draft' && before.text !== change.text)
    drafts.set(userId, { text: change.text, version: before.version + 1 });
  // One that waits for approval is known, too.
  const isSent = change.kind === 'send' && (!known || records?.length);
  if (isSent && change.draft !== undefined && before.text !== '' && before.version <= change.draft)
    drafts.set(userId, { text: '', version: before.version + 1 });
};

const shownDraft = ({ text, version }: Written): string => `${version} '${text}'`;

/** The store and all pages have the last draft of each user. */
export const verifyDrafts = async (world: World, seed: number): Promise<void> => {
  if (!isOfSeed(seed)) return;
  const { ledger, disk, report, network, hosts } = world;
  for (const room of ledger.rooms())
    for (const { id: userId } of world.people) {
      const record = await disk.truth.timeline.record(room.id, draftKind(userId), draftKey());
      const stored = record ? shownDraft(toDraft(room.id, record)) : '';
      const model = draftsOf(room).get(userId);
      const expected = model ? shownDraft(model) : '';
      if (stored !== expected) report(`drafts: ${userId} has ${stored} in ${room.id}, not ${expected}`);
      for (const tab of world.tabs()) {
        if (tab.user.id !== userId || ledger.erased.has(userId)) continue;
        // The event is ephemeral.
        const mayMiss = network.wires().some((wire) => wire.page === tab.actor && wire.mayMiss);
        const { items, loaded } = tab.client.drafts.get();
        const isIn = tab.rooms.get(room.id)?.state.get().status === 'joined';
        const wasOut = room.events.some((event) => event.type === 'member:left' && event.userId === userId);
        if (mayMiss || hosts.length > 1 || !loaded || !isIn || wasOut) continue;
        const own = items.find(({ roomId }) => roomId === room.id);
        const shown = own?.text ? shownDraft(own) : '';
        if ((unsentIn.get(tab)?.get(room.id) ?? 0) > 0) continue;
        if (!own?.pending && shown !== (model?.text ? expected : ''))
          report(`drafts: ${tab.actor.name} in ${room.id} shows ${shown}, not ${expected}`);
      }
    }
};
