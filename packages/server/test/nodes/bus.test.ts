// Messages between nodes: batched, validated, and delivered to all other nodes.
import { createServer } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { Server } from 'socket.io';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createBus, maxMessagesPerFrame, type Bus } from '../../src/cluster/node-bus.ts';
import { adapterTransport } from '../../src/cluster/adapter-transport.ts';
import type { BusMessages } from '../../src/cluster/bus-messages.ts';
import { createHub, type Hub } from './hub.ts';
import { patient } from '../../../../test/unhurried.ts';

const ignore = (): void => undefined;
const logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
let made = 0;

const node = (hub: Hub, path = '/chat'): { bus: Bus; io: Server; heard: BusMessages['changed'][] } => {
  const io = new Server(createServer(), { adapter: hub.adapter });
  const bus = createBus({ id: () => `node-${++made}`, logger });
  const heard: BusMessages['changed'][] = [];
  bus.subscribe('changed', (note) => heard.push(note));
  bus.attach(adapterTransport(io, path, logger));
  onTestFinished(() => {
    bus.close();
    void io.close();
  });
  return { bus, io, heard };
};

const at = (rev: number, roomId = 'plaza') => ({ roomId, epoch: 'e', rev });
const settled = async () => {
  for (let turns = 0; turns < 5; turns += 1) await turn();
};

describe('the bus', () => {
  test('delivers a message to every other node over an adapter, not to its sender', async () => {
    const hub = createHub();
    const [one, two, three] = [node(hub), node(hub), node(hub)];
    one.bus.publish('changed', { ...at(7), users: ['ana'] });
    await vi.waitFor(() => expect(three.heard).toEqual([{ ...at(7), users: ['ana'] }]), patient);
    expect(two.heard).toEqual([{ ...at(7), users: ['ana'] }]);
    expect(one.heard).toEqual([]);
  });

  test('batches messages in one frame, with only the last one of each room', async () => {
    const hub = createHub();
    const [one, two] = [node(hub), node(hub)];
    const before = hub.said;
    for (let rev = 1; rev <= 50; rev += 1) one.bus.publish('changed', at(rev), 'plaza');
    one.bus.publish('changed', at(3, 'club'), 'club');
    await vi.waitFor(() => expect(two.heard).toEqual([at(50), at(3, 'club')]), patient);
    expect(hub.said - before).toBe(1);
  });

  test('splits many messages into several frames', async () => {
    const hub = createHub();
    const [one, two] = [node(hub), node(hub)];
    const before = hub.said;
    for (let rev = 1; rev <= maxMessagesPerFrame + 1; rev += 1) one.bus.publish('changed', at(rev));
    await vi.waitFor(() => expect(two.heard).toHaveLength(maxMessagesPerFrame + 1), patient);
    expect(hub.said - before).toBe(2);
  });

  test('is closed on a single node', () => {
    const bus = createBus({ id: () => 'alone', logger });
    expect(bus.isOpen).toBe(false);
    bus.publish('changed', at(1));
    bus.attach(null);
    expect(bus.isOpen).toBe(false);
  });

  test('separates chats that share an adapter', async () => {
    const hub = createHub();
    const [one, other, same] = [node(hub), node(hub, '/other'), node(hub)];
    one.bus.publish('changed', at(1));
    await vi.waitFor(() => expect(same.heard).toHaveLength(1), patient);
    expect(other.heard).toEqual([]);
  });

  test.each([
    ['nothing', undefined],
    ['a text', 'changed'],
    ['no sender', { notes: [['changed', at(1)]] }],
    ['no notes', { from: 'x' }],
    [
      'more notes than a frame has',
      { from: 'x', notes: Array.from({ length: maxMessagesPerFrame + 1 }, () => ['changed', at(1)]) },
    ],
    ['a kind that is none', { from: 'x', notes: [['constructor', at(1)]] }],
    ['a note that is none', { from: 'x', notes: [['changed', null], 7, ['changed'], [[], {}]] }],
    ['a room id that is none', { from: 'x', notes: [['changed', { ...at(1), roomId: 'a/b' }]] }],
    ['a rev that is none', { from: 'x', notes: [['changed', at(-1)]] }],
    ['users that are none', { from: 'x', notes: [['changed', { ...at(1), users: [{}] }]] }],
    ['too many users', { from: 'x', notes: [['changed', { ...at(1), users: Array(501).fill('a') }]] }],
    ['a deep one', { from: 'x', notes: [['changed', { ...at(1), users: [[[[[[[[[['a']]]]]]]]]] }]] }],
  ])('ignores %s', async (_what, frame) => {
    const hub = createHub();
    const [one, two] = [node(hub), node(hub)];
    one.io.serverSideEmit('nodes:/chat', frame);
    await settled();
    one.io.serverSideEmit('nodes:/chat', { from: 'x', notes: [['changed', { ...at(9), extra: 1 }]] });
    await vi.waitFor(() => expect(two.heard).toEqual([at(9)]), patient);
  });
});
