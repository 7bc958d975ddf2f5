import type { ChatEvent, RoomSummary } from '@chat/protocol';
import { guests, type ChatServerOptions } from '@chat/server';
import { sqliteStorage } from '@chat/server/sqlite';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { connect, startServer, type Peer } from './harness.ts';

export const storages = [
  ['memory', () => memoryStorage()],
  ['sqlite', () => sqliteStorage(':memory:')],
] as const;

/** Three people who have met in a public room, each with their list of rooms loaded. */
export const threePeople = async (
  make: () => ReturnType<typeof memoryStorage> = memoryStorage,
  options: ChatServerOptions = {},
) => {
  const running = await startServer({
    storage: make(),
    authenticate: guests({ unique: false }),
    ...options,
  });
  const meet = async (name: string): Promise<Peer & { id: string }> => {
    const peer = await connect(running.url, { name });
    await peer.call('room:join', { roomId: 'plaza' });
    await peer.call('room:list', {});
    return { ...peer, id: peer.hello.user.id };
  };
  const [ana, bea, cai] = [await meet('Ana'), await meet('Bea'), await meet('Cai')];
  /** The same person in another tab, with a list of rooms. */
  const tabOf = async (peer: Peer): Promise<Peer> => {
    const tab = await connect(running.url, { token: peer.hello.token ?? '' });
    await tab.call('room:list', {});
    return tab;
  };
  /** The same person over REST. */
  const rest = async (peer: Peer, method: string, path: string, body?: object) => {
    const response = await fetch(`${running.url}/chat/api${path}`, {
      method,
      headers: { authorization: `Bearer ${peer.hello.token}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    // oxlint-disable-next-line typescript/no-explicit-any -- what a test expects of it says what it is
    const json: any = await response.json();
    return { status: response.status, json };
  };
  return { ...running, ana, bea, cai, tabOf, rest };
};

/** Resolves with the list's entry of a room, once it is in this state. */
export const told = (peer: Peer, roomId: string, matches: (summary: RoomSummary) => boolean = () => true) =>
  peer.until(
    (event: ChatEvent) => event.type === 'room:changed' && event.roomId === roomId && matches(event.summary),
  );
