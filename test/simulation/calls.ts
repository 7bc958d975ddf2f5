import { isOpenCall, type CallLine, type ChatEvent, type DurableEvent, type Message } from '@chat/protocol';
import type { ChatServer } from '../../packages/server/src/chat-server.ts';
import type { Change } from '../../packages/server/src/storage/contract/change.ts';
import { createChance } from './chance.ts';
import type { Ledger, RoomLedger } from './ledger.ts';
import type { Report } from './report.ts';
import type { Tab } from './tab.ts';
import type { World } from './world.ts';

const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined);

/** Rooms of two, of which Ana is in each: she may be busy. */
const pairs = [
  { roomId: 'duo', other: 'bo' },
  { roomId: 'pair', other: 'cy' },
] as const;

/** Some seeds have calls too, by a chance of their own: the others go as they would without. */
export const hasCalls = (seed: number): boolean => seed % 9 === 4;

export const makePairs = async (owner: ReturnType<ChatServer['as']>): Promise<void> => {
  for (const { roomId, other } of pairs) {
    await owner.call('room:create', { roomId, type: 'private' });
    await owner.call('member:add', { roomId, userId: other });
  }
};

const tabsOf = (world: World, userId: string): Tab[] => world.tabs().filter(({ user }) => user.id === userId);

export const callsIn = (world: World, seed: number): (() => void) => {
  if (!hasCalls(seed)) return () => undefined;
  const chance = createChance(seed + 0xca11);
  let signals = 0;

  const act = (tab: Tab, roomId: string, other: string): void => {
    const { calls, members } = tab.client.room(roomId);
    const isOwner = tab.user.id === 'ana';
    const acts: readonly (readonly [weight: number, does: () => unknown])[] = [
      [6, () => quietly(calls.start(chance.pick(['audio', 'video']) ?? 'audio'))],
      [8, () => quietly(calls.accept())],
      [2, () => quietly(calls.reject(chance.hit(0.3) ? { busy: true } : {}))],
      [3, () => quietly(calls.hangup())],
      [
        6,
        () => quietly(calls.signal({ description: { type: 'offer', sdp: `${tab.user.id} ${++signals}` } })),
      ],
      [2, () => quietly(calls.record(chance.hit(0.5)))],
      [2, () => tab.join(roomId)],
      [isOwner ? 0.5 : 0, () => quietly(members.remove(other))],
      [
        isOwner ? 1 : 0,
        () => quietly(members.add(other).then(() => tabsOf(world, other)[0]?.client.rooms.accept(roomId))),
      ],
      [0.5, () => quietly(forgetLine(tab, roomId))],
    ];
    let left = chance.next() * acts.reduce((sum, [weight]) => sum + weight, 0);
    acts.find(([weight]) => (left -= weight) < 0)?.[1]();
  };

  return () => {
    const pair = chance.pick([pairs[0], pairs[0], pairs[1]]);
    const tab = pair && chance.pick([...tabsOf(world, 'ana'), ...tabsOf(world, pair.other)]);
    if (tab && chance.hit(0.6)) world.inTab(tab, 'call', () => act(tab, pair.roomId, pair.other));
  };
};

/** The caller deletes the message of the active call, which ends it. */
const forgetLine = async (tab: Tab, roomId: string): Promise<unknown> => {
  const { calls, messages } = tab.client.room(roomId);
  const own = calls.get();
  return own?.mine === 'caller' ? messages.delete(own.call.id) : undefined;
};

/** Everything has worked for long enough: what nobody has answered has ended. */
export const verifyRinging = async ({ disk, report }: World): Promise<void> => {
  const { messages } = await disk.truth.timeline.openCalls({ limit: 100 });
  for (const { id, call } of messages) if (call?.state === 'ringing') report(`calls: ${id} goes on ringing`);
};

/** All users still in a call hang up. */
export const hangUpAll = (world: World): void => {
  for (const tab of world.tabs())
    world.inTab(tab, 'hang up', () => {
      for (const { call } of tab.client.calls.get()) quietly(tab.client.room(call.roomId).calls.hangup());
    });
};

const order: readonly CallLine['state'][] = ['ringing', 'active', 'ended'];

/** A call rings, goes on or ends, and ends once; of a room at most one has not ended. */
export const checkCall = (
  ledger: RoomLedger,
  change: Change,
  { message, type }: DurableEvent & { message: Message },
  report: Report,
): void => {
  const { call: is } = message;
  const was = ledger.messages.get(message.id)?.call;
  const what = `calls: ${message.id} of ${ledger.id}`;
  if (type === 'message:deleted' || is === undefined) return;
  const open = [...ledger.messages.values()].filter(
    ({ id, ...each }) => id !== message.id && isOpenCall(each),
  );
  if (is.state !== 'ended' && open.length > 0) report(`${what} goes on beside ${open[0]?.id}`);
  if ((is.state === 'ended') !== (is.outcome !== undefined)) report(`${what} is ${is.state}, ${is.outcome}`);
  if (was === undefined) return;
  if (was.state === 'ended' && JSON.stringify(was) !== JSON.stringify(is)) report(`${what} ends again`);
  if (order.indexOf(is.state) < order.indexOf(was.state)) report(`${what} goes back to ${is.state}`);
  if (was.state !== is.state && is.state === 'active' && change.actor.id !== is.callee)
    report(`${what} is answered by ${change.actor.id}`);
  if (was.state === 'active' && is.outcome !== undefined && !['completed', 'lost'].includes(is.outcome))
    report(`${what} was answered, and is ${is.outcome}`);
};

/** Events of a call reach the two users only, and a signal the other of them. */
export const checkCallEvent = (
  ledger: Ledger,
  userId: string,
  event: Extract<ChatEvent, { type: 'call:changed' | 'call:signal' }>,
  report: Report,
): void => {
  if (event.type === 'call:changed') {
    const { caller, callee, id } = event.call;
    if (![caller.userId, callee.userId].includes(userId)) report(`calls: ${userId} is told of ${id}`);
    return;
  }
  const { callId, from, signal, roomId } = event;
  const said = signal.description?.sdp?.split(' ')[0];
  const line = ledger.room(roomId).created.get(callId);
  const two = [line?.author.id, line?.call?.callee];
  if (from === userId || said !== from || !two.includes(userId) || !two.includes(from))
    report(`calls: ${userId} is given a signal '${said}' of ${from} in ${callId}, of ${two.join(' and ')}`);
};

/** No call is left open, and whoever knows how one ended knows what its message says. */
export const verifyCalls = async (world: World): Promise<void> => {
  const { disk, ledger, report } = world;
  const { messages: open } = await disk.truth.timeline.openCalls({ limit: 100 });
  for (const { id, call } of open) report(`calls: ${id} is left ${call?.state} in the store`);
  for (const tab of world.tabs()) {
    const who = `calls: ${tab.actor.name}`;
    for (const { call } of tab.client.calls.get()) report(`${who} shows ${call.id} as ${call.state}`);
    // An end sent before the store was restored may differ from the end after it.
    for (const { roomId } of disk.restored ? [] : pairs) {
      const own = tab.client.room(roomId).calls.get();
      const line = own && ledger.room(roomId).messages.get(own.call.id)?.call;
      if (own?.call.outcome !== undefined && line && line.outcome !== own.call.outcome)
        report(`${who} shows ${own.call.id} as ${own.call.outcome}, which is ${line.outcome}`);
    }
  }
};
