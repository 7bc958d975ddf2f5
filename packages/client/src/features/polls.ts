import type { Input, Message, Output, Poll, PollDraft } from '@chat/protocol';
import { createTimer, type Timer } from '../platform/timer.ts';
import { noop } from '../platform/noop.ts';
import { findMessage } from '../room/extra-messages.ts';
import type { ChatRoom } from '../room/chat-room.ts';
import type { LazyPart } from '../lazy/lazy.ts';
import type { RoomContext } from '../room/room-context.ts';
import type { Readable } from '../state/readable.ts';

/** My part in a poll. */
export interface OwnVote {
  /** Ids of the options that I chose; while a vote is being sent, those of that vote. */
  mine: readonly string[];
  /** The vote is not confirmed yet. */
  isPending: boolean;
  /** The poll with the results that I may see and the message does not show. */
  poll?: Poll;
}

/** A poll to send or to prepare. `id`: a UUID; a new one unless given. */
export type NewPoll = Omit<Input<'poll:create'>, 'roomId' | 'id'> & { id?: string };
export type NewPollDraft = Omit<Input<'poll:saveDraft'>, 'roomId' | 'id'> & { id?: string };

/** Polls of a room, which are messages of kind `poll`. The value has my votes, by message id, once loaded. */
export interface Polls extends Readable<ReadonlyMap<string, OwnVote>> {
  /** Sends a poll. Resolves to its message; rejects with `ChatError`. */
  create(poll: NewPoll): Promise<Message>;
  /** Loads my vote, and the results if I may see them, and keeps the results current. */
  load(messageId: string): Promise<void>;
  /**
   * Votes for options by id; again replaces my vote, `[]` withdraws it. Shown at once in the value, and taken
   * back if the server rejects it. Rejects with `ChatError`.
   */
  vote(messageId: string, options: readonly string[]): Promise<void>;
  addOption(messageId: string, text: string): Promise<Message>;
  /** Closes a poll of mine; others need `can['poll:close']`. */
  close(messageId: string): Promise<Message>;
  /** Resolves to the poll as I may see it now; with `voters`, to a page of votes too. */
  results(
    messageId: string,
    query?: { voters?: boolean; after?: string; limit?: number },
  ): Promise<Output<'poll:results'>>;
  /** Resolves to my drafts in this room, by id. To send one, pass it to `create`, which removes the draft. */
  drafts(query?: { after?: string; limit?: number }): Promise<Output<'poll:drafts'>>;
  saveDraft(draft: NewPollDraft): Promise<PollDraft>;
  deleteDraft(id: string): Promise<void>;
}

export interface PollsFeature {
  api: LazyPart<Polls>;
  /** Loads votes again: they may have changed on another device. */
  live(): void;
  close(): void;
}

/** Results that the message does not show are read again after this time, and as much more at random, ms. */
const againMs = 3_000;

export const polls = (
  { roomId, call, callNow, sync, putStored, newId, random }: RoomContext,
  on: ChatRoom['on'],
  touch: () => void,
): PollsFeature => {
  let votes: ReadonlyMap<string, OwnVote> = new Map();
  const timers = new Map<string, Timer>();
  /** Counts my votes in a poll, so that an older response does not replace a newer vote. */
  const turns = new Map<string, number>();

  const put = (messageId: string, vote: OwnVote): void => {
    votes = new Map(votes).set(messageId, vote);
    touch();
  };

  const load = async (messageId: string): Promise<void> => {
    const turn = turns.get(messageId);
    const { mine, poll } = await callNow('poll:results', { roomId, messageId });
    if (turns.get(messageId) === turn && !votes.get(messageId)?.isPending)
      put(messageId, { mine, poll, isPending: false });
  };

  /** Members do not all ask at the same moment. */
  const loadSoon = (messageId: string): void => {
    const timer = timers.get(messageId) ?? createTimer();
    timers.set(messageId, timer);
    if (!timer.runs) timer.start(againMs * (1 + random()), () => void load(messageId).catch(noop));
  };

  on('message:updated', ({ message }) => {
    const { id, poll } = message;
    const known = votes.get(id);
    if (!poll || !known || showsResults(poll)) return;
    if (known.poll && showsResults(known.poll)) loadSoon(id);
  });

  return {
    live: () => {
      for (const messageId of votes.keys()) loadSoon(messageId);
    },
    close: () => {
      for (const timer of timers.values()) timer.stop();
    },
    api: {
      get: () => votes,
      load,
      create: async ({ id = newId(), ...poll }) =>
        putStored(await call('poll:create', { roomId, id, ...poll })),
      vote: async (messageId, options) => {
        const before = votes.get(messageId);
        const turn = (turns.get(messageId) ?? 0) + 1;
        turns.set(messageId, turn);
        put(messageId, { ...before, mine: options, isPending: true });
        const isLast = (): boolean => turns.get(messageId) === turn;
        try {
          const { mine } = await call('poll:vote', { roomId, messageId, options: [...options] });
          if (isLast()) put(messageId, { ...votes.get(messageId), mine, isPending: false });
        } catch (error) {
          if (isLast()) put(messageId, { mine: [], ...before, isPending: false });
          throw error;
        }
        const poll = findMessage(sync.core, messageId)?.poll;
        // Voters may now see what the message does not show.
        if (poll && isLast() && (poll.quiz || !showsResults(poll))) await load(messageId).catch(noop);
      },
      addOption: async (messageId, text) =>
        putStored(await call('poll:addOption', { roomId, messageId, text })),
      close: async (messageId) => putStored(await call('poll:close', { roomId, messageId })),
      results: (messageId, query) => call('poll:results', { roomId, messageId, ...query }),
      drafts: (query) => call('poll:drafts', { roomId, ...query }),
      saveDraft: ({ id = newId(), ...draft }) => call('poll:saveDraft', { roomId, id, ...draft }),
      deleteDraft: async (id) => void (await call('poll:deleteDraft', { roomId, id })),
    },
  };
};

const showsResults = ({ options }: Poll): boolean => options[0]?.votes !== undefined;
