import type { Message, Poll, Recording } from '@chat/protocol';
import type { Head, RecordChange } from '../../contract/records.ts';

/** Kinds of the records of recordings, and of what the chat of a recorded room showed. */
export const recordingKind = 'recording';
export const spansKind = 'replay-spans';
export const stateKind = 'replay-state';
export const burstsKind = 'replay-bursts';

/** The key of the only record of its kind. */
export const spansKey = 'spans';
/** The oldest are dropped when there are more. */
export const mostSpans = 500;

/** A stored recording. The key of its record is its id. */
export type StoredRecording = Recording;

/** When the changes of messages were stored, ms since the epoch; without `to`, until now. */
export interface ReplaySpan {
  from: number;
  to?: number;
}

/** The body of the record of a room's spans. */
export interface ReplaySpans {
  spans: ReplaySpan[];
}

/** The parts of a message that change without a new version of its text. */
export interface MessageState {
  reactions: [emoji: string, count: number][];
  poll?: { votes: (number | null)[]; voters: number; closedAt?: number; correct?: string[] };
}

/** The state of a message from `at` on. `before`: of a message that is older than the recording. */
export interface StoredState extends MessageState {
  at: number;
  before?: MessageState;
}

/** Bursts of one second by emoji: how many in each quarter of it. */
export interface StoredBursts {
  counts: Record<string, number[]>;
}

/** Of the changes within this time, the last one is stored, ms. */
export const stateEveryMs = 250;

const padded = (number: number): string => String(Math.max(0, Math.floor(number))).padStart(16, '0');

/** Sorts by message, then by time. */
export const stateKey = (seq: number, at = 0): string => `${padded(seq)}:${padded(at / stateEveryMs)}`;

/** Sorts by time. Each node has its own. */
export const burstsKey = (at: number, node = ''): string => `${padded(at / 1_000)}:${node}`;

/** Returns the second of a key. */
export const secondOf = (key: string): number => Number(key.slice(0, 16));

const pollState = ({ options, voters, closedAt, quiz }: Poll): NonNullable<MessageState['poll']> => ({
  votes: options.map(({ votes = null }) => votes),
  voters,
  ...(closedAt === undefined ? {} : { closedAt }),
  ...(quiz?.correct ? { correct: quiz.correct } : {}),
});

const messageState = ({ reactions, poll }: Message): MessageState => ({
  reactions: reactions.map(({ emoji, count }) => [emoji, count]),
  ...(poll ? { poll: pollState(poll) } : {}),
});

/** Returns the record of a change of a message, if the room is being recorded. */
export const replayState = (
  { room: { recording } }: Head,
  message: Message,
  at: number,
  before?: Message,
): RecordChange[] => {
  if (!recording) return [];
  const body: StoredState = {
    at,
    ...messageState(message),
    ...(before && before.createdAt < recording.since ? { before: messageState(before) } : {}),
  };
  return [{ kind: stateKind, key: stateKey(message.seq, at), body, messageId: message.id }];
};

/** Returns a message with the reactions and the poll of that state. Reactions do not name users. */
export const withState = (message: Message, { reactions, poll }: MessageState): Message => ({
  ...message,
  reactions: reactions.map(([emoji, count]) => ({ emoji, count, by: [] })),
  ...(message.poll && poll ? { poll: withPollState(message.poll, poll) } : {}),
});

const withPollState = (
  { closedAt: _closedAt, quiz, options, ...poll }: Poll,
  { votes, voters, closedAt, correct }: NonNullable<MessageState['poll']>,
): Poll => ({
  ...poll,
  options: votes.flatMap((count, index) => {
    const option = options[index];
    return option ? [{ id: option.id, text: option.text, ...(count === null ? {} : { votes: count }) }] : [];
  }),
  voters,
  ...(quiz ? { quiz: correct ? { correct } : {} } : {}),
  ...(closedAt === undefined ? {} : { closedAt }),
});
