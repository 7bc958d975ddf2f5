import { messageId } from './message-id.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Contender } from '../contender.ts';
import { createDeliveries, type Deliveries } from './deliveries.ts';
import { connectMember, type Acked, type Member } from './member.ts';

/** Rooms full of members on one server. */
export interface Crowd {
  /** Those who send: the first ten of each room, fewer in smaller ones. */
  speakers: Speaker[];
  deliveries: Deliveries;
  /** Resolves with true when so many are delivered, or with false when none arrives for a while. */
  delivered(count: number): Promise<boolean>;
  close(): void;
}

export interface Speaker {
  /** How many receive what this one sends. */
  audience: number;
  send(text: string, acked: Acked): void;
}

export interface CrowdOptions {
  members: number;
  rooms?: number;
  speakersPerRoom?: number;
}

const fewAtOnce = 50;
const patienceMs = 5_000;

/** Connects everybody, some at a time. */
export const connectAll = async <T>(
  count: number,
  one: (number: number) => Promise<T>,
  atOnce = fewAtOnce,
): Promise<T[]> => {
  const all: T[] = [];
  while (all.length < count) {
    const some = Array.from(
      { length: Math.min(atOnce, count - all.length) },
      (_, index) => all.length + index,
    );
    all.push(...(await Promise.all(some.map(one))));
  }
  return all;
};

export const gather = async (
  { port, wire }: Contender,
  { members, rooms = 1, speakersPerRoom = 10 }: CrowdOptions,
): Promise<Crowd> => {
  const deliveries = createDeliveries(wire.delivery);
  const everybody: Member[] = await connectAll(members * rooms, async (number) => {
    const member = await connectMember(port, wire, `Member ${number}`, deliveries);
    await member.join(`room-${number % rooms}`);
    return member;
  });
  const speakers = everybody.slice(0, speakersPerRoom * rooms).map((member, number): Speaker => {
    const roomId = `room-${number % rooms}`;
    return {
      audience: members,
      send: (text, acked) => member.send(roomId, messageId(), text, acked),
    };
  });

  return {
    speakers,
    deliveries,
    delivered: async (count) => {
      let [last, since] = [deliveries.count, performance.now()];
      while (deliveries.count < count) {
        await sleep(2);
        if (deliveries.count !== last) [last, since] = [deliveries.count, performance.now()];
        else if (performance.now() - since > patienceMs) return false;
      }
      return true;
    },
    close: () => {
      for (const member of everybody) member.raw.destroy();
    },
  };
};
