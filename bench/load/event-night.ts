import type { Member } from './member.ts';
import type { Wire } from './wire.ts';
import { messageId } from './message-id.ts';
import type { Paced } from './pace.ts';

/** The actions of an event, with their rates per second. */
export interface Night {
  messages: number;
  reactions: number;
  bursts: number;
  /** Everybody says how far they have read once in so long, ms. */
  readEveryMs: number;
  /** How many type at any time. */
  typists: number;
}

const emoji = ['❤️', '👏', '🎉', '😂', '🔥', '👍'];
const renewTypingMs = 3_000;
const typingRounds = 3;
/** Of those who write each waits so long at least: the event is in slow mode. */
const speakers = 100;

/**
 * `asked` counts commands that an overloaded server may reject: ephemeral events, reactions, read markers.
 */
export const createNight = (wire: Wire, roomId: string, people: readonly Member[], night: Night) => {
  const asked = { count: 0, refused: 0 };
  const sent = { offered: 0, accepted: 0, refused: 0 };
  let newest: { id: string; seq: number } | null = null;
  const one = (number: number): Member => people[number % people.length] as Member;
  const ask = (member: Member, args: unknown[]): void => {
    asked.count++;
    member.call(args).catch(() => asked.refused++);
  };

  const send = (turn: number, dueAt: number): void => {
    const text = `due=${dueAt.toFixed(3).padStart(12)} with a text of the usual length`;
    const id = messageId();
    sent.offered++;
    const speaker = one(turn % Math.min(speakers, people.length));
    speaker.call(wire.send(roomId, id, text)).then(
      (answer) => {
        sent.accepted++;
        const seq = Number(/"seq":(\d+)/.exec(answer)?.[1] ?? 0);
        if (seq > (newest?.seq ?? 0)) newest = { id, seq };
      },
      () => sent.refused++,
    );
  };

  const typing = (turn: number): void => {
    const slot = turn % night.typists;
    const round = Math.floor(turn / night.typists);
    const writer = (which: number): Member =>
      one(speakers + slot + night.typists * Math.floor(which / typingRounds));
    if (round % typingRounds === 0 && round > 0)
      ask(writer(round - 1), ['typing:set', { roomId, typing: false }]);
    ask(writer(round), ['typing:set', { roomId, typing: true }]);
  };

  const react = (turn: number): void => {
    if (newest)
      ask(one(turn * 7), [
        'reaction:add',
        { roomId, messageId: newest.id, emoji: emoji[turn % emoji.length] },
      ]);
  };
  const burst = (turn: number): void =>
    ask(one(turn * 13), ['reaction:burst', { roomId, emoji: emoji[(turn % 10) % emoji.length] }]);
  const read = (turn: number): void => {
    if (newest) ask(one(turn), ['receipt:read', { roomId, seq: newest.seq, turn: 0 }]);
  };

  const tasks: Paced[] = [
    { perSecond: night.messages, act: send },
    { perSecond: (night.typists * 1_000) / renewTypingMs, act: typing },
    { perSecond: night.reactions, act: react },
    { perSecond: night.bursts, act: burst },
    { perSecond: (people.length * 1_000) / night.readEveryMs, act: read },
  ];
  return { tasks: tasks.filter(({ perSecond }) => perSecond > 0), asked, sent };
};
