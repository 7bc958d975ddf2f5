// An event that is replayed, and what a viewer saw of it: a model that knows nothing of how replays are made.
import { randomUUID } from 'node:crypto';
import type { ChatServer } from '@chat/server';
import type { Message, RecordingSegment } from '@chat/protocol';
import { expect } from 'vitest';
import { createChance } from '../simulation/chance.ts';

export const roomId = 'gala';
export const recordingId = 'film';
export const eventBegins = 1_800_000_000_000;

export interface Clock {
  now: number;
}

/** A row of the list: id, text, reactions, votes. */
export type Row = string;

interface Seen {
  at: number;
  message: Message;
}

export interface Event {
  segments: RecordingSegment[];
  /** Length of the media, ms. */
  length: number;
  bursts: number;
  /** Returns the last rows that a viewer saw at an offset. */
  rowsAt(offset: number, count: number): Row[];
}

export const rowOf = ({ id, text, reactions, poll }: Message): Row =>
  [
    id,
    text,
    ...reactions.map(({ emoji, count }) => `${emoji} ${count}`),
    ...(poll ? [poll.options.map(({ votes }) => votes ?? 0).join('/')] : []),
  ].join('|');

/** Five cuts and two outages: after an outage, the media goes on half a minute later. */
const recorded = (lengthMs: number): RecordingSegment[] => {
  const parts = 8;
  const part = lengthMs / parts;
  const segments: RecordingSegment[] = [];
  let offset = 0;
  for (let index = 0; index < parts; index++) {
    const at = eventBegins + index * part;
    const duration = Math.floor(part - 20_000 - index * 500);
    segments.push({ at, offset, duration });
    offset += duration + (index === 2 || index === 5 ? 30_000 : 0);
  }
  return segments;
};

/** The moment that the media shows at an offset, derived from what segments mean. */
const momentOf = (segments: readonly RecordingSegment[], offset: number): number => {
  let moment = segments[0]?.at ?? 0;
  for (const { at, offset: from, duration = 0 } of segments)
    if (offset >= from) moment = at + Math.min(offset - from, duration);
  return moment;
};

const emoji = ['👍', '❤️', '🎉', '😂'] as const;

/** Lets people talk, react, vote, edit and delete in a room that is being recorded, and cuts the recording. */
export const holdEvent = async (
  chat: ChatServer,
  clock: Clock,
  size: { lengthMs: number; messages: number; bursts: number; polls: number; votes: number },
): Promise<Event> => {
  const random = createChance(16);
  const pick = <T>(all: readonly T[]): T => random.pick(all) as T;
  clock.now = eventBegins - 60_000;
  const host = chat.as({ id: 'host', name: 'Vega', role: 'admin' });
  const people = ['Ana', 'Bea', 'Dan', 'Eva'].map((name) => chat.as({ id: name, name }));
  for (const each of [host, ...people]) await each.call('room:join', { roomId });
  const seen: Seen[] = [];
  const deleted = new Set<string>();
  let rev = 0;
  const see = ({ message }: { message: Message }): void => {
    seen.push({ at: clock.now, message });
    rev = message.rev;
  };
  host.on('message:created', see);
  host.on('message:updated', see);
  host.on('message:deleted', ({ message }) => {
    deleted.add(message.id);
    rev = message.rev;
  });
  /** The clock stands still until the viewer has seen a change. */
  const isSeen = async (change: unknown): Promise<void> => {
    const { rev: own = 0 } = (change ?? {}) as { rev?: number };
    while (rev < own) await new Promise(setImmediate);
  };
  let votedAt = 0;
  clock.now = eventBegins;
  await host.call('recording:set', { roomId, recordingId, segments: [{ at: eventBegins, offset: 0 }] });

  const steps: { at: number; run: () => Promise<unknown> }[] = [];
  const at = (share: number): number => eventBegins + Math.floor(share * size.lengthMs);
  const later = (from: number): number => Math.min(1, from + random.next() * 0.02);
  for (let index = 0; index < size.messages; index++) {
    const share = random.next();
    const author = pick(people);
    const messageId = randomUUID();
    steps.push({
      at: at(share),
      run: () => author.call('message:send', { roomId, id: messageId, text: `Mensaje ${index}` }),
    });
    const fate = random.next();
    const known = later(share);
    if (fate < 0.03)
      steps.push({ at: at(known) + 1, run: () => author.call('message:delete', { roomId, messageId }) });
    else if (fate < 0.08)
      steps.push({
        at: at(known) + 1,
        run: () => author.call('message:edit', { roomId, messageId, text: `Mensaje ${index}, corregido` }),
      });
    else if (fate < 0.2)
      for (const by of people.slice(0, 1 + Math.floor(random.next() * 3))) {
        const reaction = { roomId, messageId, emoji: pick(emoji) };
        const added = later(share);
        steps.push({ at: at(added) + 1, run: () => by.call('reaction:add', reaction) });
        if (random.next() < 0.3)
          steps.push({ at: at(later(added)) + 2, run: () => by.call('reaction:remove', reaction) });
      }
  }
  for (let index = 0; index < size.polls; index++) {
    const share = (index + random.next()) / size.polls;
    const messageId = randomUUID();
    const question = `Encuesta ${index}`;
    steps.push({
      at: at(share),
      run: () => host.call('poll:create', { roomId, id: messageId, question, options: ['Sí', 'No'] }),
    });
    for (let vote = 0; vote < size.votes; vote++)
      steps.push({
        at: at(later(share)) + 1,
        run: async () => {
          const before = seen.length;
          const options = [pick(['1', '2'])];
          // Members get a tally at most four times a second.
          clock.now = votedAt = Math.max(clock.now, votedAt + 300);
          const by = people[vote % people.length] ?? host;
          const { mine } = await by.call('poll:results', { roomId, messageId });
          if (mine[0] === options[0]) return;
          await by.call('poll:vote', { roomId, messageId, options });
          // What voters see comes a moment later.
          await expect.poll(() => seen.length, { interval: 5, timeout: 10_000 }).toBeGreaterThan(before);
        },
      });
  }
  for (let index = 0; index < size.bursts; index++) {
    const by = pick(people);
    steps.push({
      at: at(random.next()),
      run: () => by.call('reaction:burst', { roomId, emoji: pick(emoji) }),
    });
  }
  for (const { at: moment, run } of steps.sort((one, other) => one.at - other.at)) {
    clock.now = Math.max(clock.now, moment);
    await isSeen(await run());
  }
  clock.now = at(1) + 5_000;
  const segments = recorded(size.lengthMs);
  await host.call('recording:set', { roomId, recordingId, segments });
  const last = segments.at(-1);
  const ofMessage = new Map<string, Seen[]>();
  for (const each of seen.filter(({ message }) => !deleted.has(message.id))) {
    const { id } = each.message;
    ofMessage.set(id, [...(ofMessage.get(id) ?? []), each]);
  }
  const all = [...ofMessage.values()];
  return {
    segments,
    length: (last?.offset ?? 0) + (last?.duration ?? 0),
    bursts: size.bursts,
    rowsAt: (offset, count) => {
      const moment = momentOf(segments, offset);
      const rows: Row[] = [];
      for (let index = all.length - 1; index >= 0 && rows.length < count; index--) {
        const states = (all[index] ?? []).filter((each) => each.at <= moment);
        const state = states.at(-1);
        if (state) rows.unshift(rowOf(state.message));
      }
      return rows;
    },
  };
};
