import type { ChatRoom, MessageItem, OwnVote } from '@chat/client';
import type { Poll } from '@chat/protocol';
import type { ListHandle, RoomContext } from '../../core/feature.ts';
import { fillPlural, fillText } from '../../i18n/fill-text.ts';
import type { Language } from '../../i18n/language.ts';
import type { PollTexts } from './texts.ts';

/** The options that the user has chosen and not sent yet, by message id. */
const choices = new WeakMap<ChatRoom, Map<string, readonly string[]>>();
const asked = new WeakMap<ChatRoom, Set<string>>();
/** The list that draws the polls of a room, to announce changes. */
export const lists = new WeakMap<HTMLElement, ListHandle>();

const choicesIn = (room: ChatRoom): Map<string, readonly string[]> => {
  const known = choices.get(room) ?? new Map<string, readonly string[]>();
  choices.set(room, known);
  return known;
};

/** Returns the vote of the user, and loads it the first time. */
export const ownVote = ({ room }: RoomContext, { id }: MessageItem): OwnVote | undefined => {
  const known = asked.get(room) ?? new Set<string>();
  asked.set(room, known);
  if (!known.has(id) && room.state.get().status === 'joined') {
    known.add(id);
    room.polls.load(id).catch(() => void known.delete(id));
  }
  return room.polls.get().get(id);
};

export const choiceOf = (room: ChatRoom, id: string): readonly string[] | undefined =>
  choicesIn(room).get(id);

export const choose = (room: ChatRoom, id: string, options: readonly string[] | null): void => {
  if (options) choicesIn(room).set(id, options);
  else choicesIn(room).delete(id);
};

/** Returns the poll with the results that the user may see: those of the message, or those loaded for them. */
export const shownPoll = (poll: Poll, own: OwnVote | undefined): Poll => {
  if (!own?.poll || poll.closedAt !== undefined) return poll;
  if (poll.options[0]?.votes === undefined) return { ...own.poll, options: merged(poll, own.poll) };
  return own.poll.quiz?.correct ? { ...poll, quiz: own.poll.quiz } : poll;
};

/** Options may have been added since the results were loaded. */
const merged = (poll: Poll, results: Poll): Poll['options'] =>
  poll.options.map((option) => results.options.find(({ id }) => id === option.id) ?? option);

/** Returns the share of users with a vote for an option, as a whole percentage in the language. */
export const shareOf = ({ voters }: Poll, votes: number, tag: string): string =>
  new Intl.NumberFormat(tag, { style: 'percent' }).format(voters === 0 ? 0 : votes / voters);

export const sameOptions = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((id) => other.includes(id));

export const countText = ({ voters }: Poll, texts: PollTexts, { tag }: Language): string =>
  voters === 0 ? texts.noVotes : fillPlural(texts.voters, voters, tag);

/** Returns why results are hidden and when the poll ends, or that it has ended. */
export const endText = (poll: Poll, texts: PollTexts, language: Language): string => {
  const { closedAt, closesAt, results, options } = poll;
  if (closedAt !== undefined) return texts.closed;
  const isHidden = options[0]?.votes === undefined;
  const rule = results === 'after-vote' ? texts.hiddenUntilVote : texts.hiddenUntilClose;
  const end = closesAt === undefined ? '' : fillText(texts.closesAt, { time: language.dateTime(closesAt) });
  return [isHidden && rule, end].filter(Boolean).join(' · ');
};

export const stateText = (poll: Poll, texts: PollTexts, language: Language): string =>
  [countText(poll, texts, language), endText(poll, texts, language)].filter(Boolean).join(' · ');
