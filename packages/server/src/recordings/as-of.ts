import type { Message, MessageVersion, RecordingSegment } from '@chat/protocol';
import {
  stateKey,
  withState,
  type ReplaySpan,
  type StoredState,
} from '../storage/decide/live/recording-records.ts';

/** A moment of a recording. */
export interface Moment {
  /** The time that is shown, ms since the epoch. */
  at: number;
  /** The end of the segment in which it is. Absent between segments, where nothing changes. */
  endsAt?: number;
  /** Where the next segment begins in the media; absent after the last one. */
  until?: number;
}

/** Returns when an offset of a recording was. Before the first segment it is the beginning of that segment. */
export const momentAt = (segments: readonly RecordingSegment[], offset: number, now: number): Moment => {
  const index = segments.findLastIndex((segment) => segment.offset <= offset);
  const segment = segments[index];
  const next = segments[index + 1];
  const [first] = segments;
  if (!segment) return { at: first?.at ?? 0, until: first?.offset ?? 0 };
  const { duration } = segment;
  const endsAt = duration === undefined ? now : segment.at + duration;
  const at = segment.at + offset - segment.offset;
  // A recording in progress goes on.
  const goesOn = duration === undefined ? offset + 1_000 : undefined;
  const end = next?.offset ?? goesOn;
  const until = end === undefined ? {} : { until: end };
  return at < endsAt ? { at, endsAt, ...until } : { at: endsAt, ...until };
};

/** Returns the position in the media of something that happened at a time, or null if it was not recorded. */
export const offsetOf = (segments: readonly RecordingSegment[], at: number): number | null => {
  const segment = segments.find(
    (each) => each.at <= at && (each.duration === undefined || at < each.at + each.duration),
  );
  return segment ? segment.offset + at - segment.at : null;
};

/** The stored past of a message. */
export interface History {
  /** By time. */
  states: readonly StoredState[];
  /** Its earlier texts, newest first; empty if the reader may not read them. */
  versions: readonly MessageVersion[];
  spans: readonly ReplaySpan[];
}

/**
 * Returns a message as it was at a time, as far as that is stored. Without stored states its reactions are
 * shown as they are now, and an open poll without a tally.
 */
export const asOf = (message: Message, at: number, { states, versions, spans }: History): Message => {
  // These parts have no history.
  const { pinnedAt: _pinnedAt, thread: _thread, streamsUntil: _streamsUntil, ...plain } = message;
  return withoutDeadline(stateAt(textAt(plain, at, versions), at, states, spans));
};

/** The time at which an open poll closes is over by now, which must not look as if it had been over then. */
const withoutDeadline = (message: Message): Message => {
  if (message.poll?.closedAt !== undefined || message.poll?.closesAt === undefined) return message;
  const { closesAt: _closesAt, ...poll } = message.poll;
  return { ...message, poll };
};

const textAt = (message: Message, at: number, versions: readonly MessageVersion[]): Message => {
  const { editedAt, ...unedited } = message;
  if (editedAt === undefined || editedAt <= at || versions.length === 0) return message;
  const version = versions.find((each) => each.at <= at) ?? versions.at(-1);
  if (version === undefined) return message;
  const wasEdited = version.at > message.createdAt;
  return { ...unedited, text: version.text, ...(wasEdited ? { editedAt: version.at } : {}) };
};

const stateAt = (
  message: Message,
  at: number,
  states: readonly StoredState[],
  spans: readonly ReplaySpan[],
): Message => {
  const state = states.findLast((each) => each.at <= at) ?? states[0]?.before;
  if (state) return withState(message, state);
  const span = spans.find(({ from, to = Infinity }) => from <= at && at <= to);
  if (span && message.createdAt >= span.from) return { ...message, reactions: [] };
  const reactions = message.reactions.map((each) => ({ ...each, by: [] }));
  return { ...message, reactions, ...(message.poll ? { poll: pollAt(message.poll, at) } : {}) };
};

/** An open poll does not show what was voted later. */
const pollAt = (poll: NonNullable<Message['poll']>, at: number): NonNullable<Message['poll']> => {
  const { closedAt, quiz, ...rest } = poll;
  if (closedAt !== undefined && closedAt <= at) return poll;
  const options = poll.options.map(({ id, text }) => ({ id, text }));
  return { ...rest, options, voters: 0, ...(quiz ? { quiz: {} } : {}) };
};

/** Returns the times after `from` and up to `to` at which a message changed. */
export const changesOf = (
  { createdAt, editedAt = 0 }: Message,
  { states, versions }: History,
  { from, to }: { from: number; to: number },
): number[] => {
  const edits = versions.length === 0 ? [] : [...versions.map(({ at }) => at), editedAt];
  const times = [createdAt, ...edits, ...states.map(({ at }) => at)];
  return [...new Set(times)].filter((at) => at > from && at <= to);
};

/** The keys around the states of messages from `first` to `last`. */
export const statesOf = (first: number, last: number): { above: string; below: string } => ({
  above: stateKey(first),
  below: stateKey(last + 1),
});
