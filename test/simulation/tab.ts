import type { ChatEvent, EventType, User } from '@chat/protocol';
import * as encryptionCode from '../../packages/client/src/encryption/room-encryption.ts';
import { createCallRegistry } from '../../packages/client/src/calls/call-registry.ts';
import { createClientFeatures } from '../../packages/client/src/lazy/client-features.ts';
import type { ChatClient } from '../../packages/client/src/chat-client.ts';
import { createDeliveryReporter } from '../../packages/client/src/messages/delivery-reporter.ts';
import { createClientOver } from '../../packages/client/src/create-chat-client.ts';
import type { ChatRoom } from '../../packages/client/src/room/chat-room.ts';
import { tokenKey } from '../../packages/client/src/connection/token-subject.ts';
import type { Browser } from './browser.ts';
import type { Chance } from './chance.ts';
import type { Network } from './network.ts';
import type { Report } from './report.ts';
import type { Scheduler } from './scheduler.ts';
import type { Actor } from './task-heap.ts';

/** A page with a client, in rooms. */
export interface Tab {
  readonly user: User;
  readonly actor: Actor;
  readonly browser: Browser;
  readonly client: ChatClient;
  /** Rooms it has joined and not left. */
  readonly rooms: Map<string, ChatRoom>;
  /** It was once refused because its person is erased, and has forgotten everything. */
  readonly wasErased: boolean;
  join(roomId: string): void;
  leave(roomId: string): void;
  /** The page goes, without a word from the client. */
  kill(quietly: boolean): void;
}

export interface TabOptions {
  name: string;
  user: User;
  browser: Browser;
  scheduler: Scheduler;
  chance: Chance;
  network: Network;
  report: Report;
  /** Says by itself what has come to it. */
  delivers: boolean;
}

const durable: readonly EventType[] = [
  'message:created',
  'message:updated',
  'message:deleted',
  'member:joined',
  'member:updated',
  'member:left',
  'room:updated',
  'room:ended',
];

let ids = 0;
/** Ids start again with each run. */
export const resetIds = (): void => void (ids = 0);
const newId = (): string => `00000000-0000-7000-8000-${(++ids).toString(16).padStart(12, '0')}`;

export const openTab = (options: TabOptions): Tab => {
  const { name, user, browser, scheduler, chance, network, report, delivers } = options;
  const actor = scheduler.actor(name, chance.int(-5_000, 5_000));
  const client = createClientOver(
    network.linksOf(actor),
    {
      url: 'http://chat.test',
      token: user.id,
      storage: browser.storageOf(actor),
      now: scheduler.clockOf(actor),
      random: chance.next,
      id: newId,
    },
    (rest) => createClientFeatures(rest, createCallRegistry, encryptionCode),
    tokenKey,
  );
  const rooms = new Map<string, ChatRoom>();
  const watched = new Set<string>();
  const said = {
    callNow: client.call,
    get limits() {
      return client.limits;
    },
  };
  let saying: (() => void) | null = null;
  let wasErased = false;
  client.on('status', (status) => {
    wasErased ||= status === 'refused' && client.error?.reason === 'erased';
  });

  /** Events of one life of a room come in order, whatever was lost between. */
  const watchOrder = (room: ChatRoom): void => {
    if (watched.has(room.id)) return;
    watched.add(room.id);
    let last = { epoch: '', rev: 0 };
    const look = (event: ChatEvent): void => {
      const epoch = room.state.get().since?.epoch;
      if (!('rev' in event) || epoch === undefined) return;
      if (epoch === last.epoch && event.rev < last.rev)
        report(`client: ${name} applies rev ${event.rev} of ${room.id} after ${last.rev}`);
      last = { epoch, rev: event.rev };
    };
    for (const type of durable) room.on(type, look);
  };

  return {
    user,
    actor,
    browser,
    client,
    rooms,
    get wasErased() {
      return wasErased;
    },
    join: (roomId) => {
      if (delivers) saying ??= createDeliveryReporter(client.rooms, said, client.on);
      const room = client.room(roomId);
      watchOrder(room);
      rooms.set(roomId, room);
      room.join().catch(() => undefined);
    },
    leave: (roomId) => {
      const room = rooms.get(roomId);
      rooms.delete(roomId);
      room?.leave().catch(() => undefined);
    },
    kill: (quietly) => {
      actor.alive = false;
      browser.locks.release(actor);
      network.died(actor, quietly);
    },
  };
};
