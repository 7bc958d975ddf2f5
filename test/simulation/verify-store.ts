import { erasedAuthor, type Message } from '@chat/protocol';
import type { RoomLedger } from './ledger.ts';
import { verifySummaries } from './threads.ts';
import type { World } from './world.ts';

const allMessages = async (world: World, roomId: string): Promise<Message[]> => {
  const messages: Message[] = [];
  for (;;) {
    const before = messages[0]?.seq;
    const query = { limit: 100, unfiltered: true as const, ...(before === undefined ? {} : { before }) };
    const page = await world.disk.truth.timeline.page(roomId, query);
    messages.unshift(...page.messages);
    if (!page.hasMore) return messages;
  }
};

const verifyRoom = async (world: World, { id, events, seq, messages: told }: RoomLedger): Promise<void> => {
  const { report, disk } = world;
  const head = await disk.truth.timeline.head(id);
  if (head?.rev !== events.length)
    report(`store: ${id} is at rev ${head?.rev} after ${events.length} changes`);
  if (head?.seq !== seq) report(`store: ${id} is at seq ${head?.seq} after ${seq} messages`);
  const stored = await allMessages(world, id);
  const seqs = [...told.values()].map(({ seq }) => seq).sort((one, other) => one - other);
  stored.forEach((message, index) => {
    if (message.seq !== seqs[index]) report(`store: ${id} holds seq ${message.seq} in place ${index + 1}`);
    if (JSON.stringify(told.get(message.id)) !== JSON.stringify(message))
      report(`store: ${id} holds ${message.id} otherwise than it was told`);
  });
  if (new Set(stored.map(({ id }) => id)).size !== stored.length) report(`store: ${id} holds an id twice`);
  if (stored.length !== told.size) report(`store: ${id} holds ${stored.length} of ${told.size} messages`);
};

const isAuthor = ({ ledger }: World, { author }: Message, userId: string): boolean =>
  author.id === (ledger.erased.has(userId) ? erasedAuthor.id : userId);

/** The store has exactly the acknowledged messages, once each, without a gap. */
export const verifyStore = async (world: World): Promise<void> => {
  const { ledger, watch, report, disk } = world;
  for (const room of ledger.rooms()) {
    await verifyRoom(world, room);
    verifySummaries(world, room);
  }
  for (const [id, acked] of watch.acked) {
    if (ledger.pruned.has(id)) continue;
    const stored = await disk.truth.timeline.message(acked.roomId, id, { unfiltered: true });
    if (stored === null) report(`acked: '${acked.text}' is not stored`);
    else if (stored.seq !== acked.seq || !isAuthor(world, stored, acked.author.id))
      report(`acked: '${acked.text}' is stored as another`);
    else if (stored.editedAt === undefined && stored.deletedAt === undefined && stored.text !== acked.text)
      report(`acked: '${acked.text}' is stored as '${stored.text}'`);
  }
};
