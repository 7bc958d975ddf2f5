import type { CommandName, ErrorCode, ErrorReason, Input, Message } from '@chat/protocol';
import type { Person, Stage, Who } from './stage.ts';
import { roomId } from './stage.ts';

/**
 * The readers: Bea, who was away for a while; her tablet, which was not; Eva, who joined later; a page that
 * Bea opens last.
 */
export type Looker = 'bea' | 'tablet' | 'late' | 'fresh';

/** A command from a user without the right. */
export interface Refusal {
  who: 'ana' | 'bea' | 'dan' | 'mia' | 'out' | 'zoe';
  command: CommandName;
  input: (stage: Stage) => Record<string, unknown>;
  code: ErrorCode;
  reason?: ErrorReason;
}

/** One feature: its commands, their effect for each reader, and the users who may not give them. */
export interface Row {
  feature: string;
  /** The preparation. */
  before?: (stage: Stage) => Promise<unknown>;
  /** It is done by the public client. */
  does: (stage: Stage) => Promise<unknown>;
  /** How it shows on a page, by the public client. */
  shows: (person: Person, stage: Stage) => unknown;
  first: unknown;
  /** It goes on, by REST, while Bea is away. */
  again: (stage: Stage) => Promise<unknown>;
  /** As a function: what each sees. */
  after: unknown;
  refused: Refusal[];
  /** Why an ephemeral room has none of it. */
  notEphemeral?: string;
}

export const refused = <N extends CommandName>(
  who: Refusal['who'],
  command: N,
  input: (stage: Stage) => Input<N>,
  code: ErrorCode,
  reason?: ErrorReason,
): Refusal => ({ who, command, input, code, ...(reason === undefined ? {} : { reason }) });

/** To who is not in it, the room does not exist. */
export const outside = <N extends CommandName>(command: N, input: (stage: Stage) => Input<N>): Refusal =>
  refused('out', command, input, 'not_found');

export const target = ({ said }: Stage, who: keyof Stage['said']) => ({ roomId, messageId: said[who].id });

export const newId = (): string => crypto.randomUUID();
/** The requests over REST. */
export const line = (text: string, more: Partial<Input<'message:send'>> = {}): Input<'message:send'> => ({
  roomId,
  id: newId(),
  text,
  ...more,
});

export const itemOf = ({ room }: Person, { id }: Message) =>
  room.messages.get().items.find((item) => item.id === id);

/** The messages since the test began. */
export const saidSince = ({ room }: Person, { said }: Stage): string[] =>
  room.messages
    .get()
    .items.filter(({ seq }) => seq > said.mia.seq)
    .map(({ text }) => text);

const done = new WeakMap<Person, Set<string>>();
/** Once for each page: what keeps itself up to date from then on. */
export const once = async (person: Person, what: string, work: () => Promise<unknown>): Promise<void> => {
  const known = done.get(person) ?? new Set();
  done.set(person, known);
  if (known.has(what)) return;
  known.add(what);
  await work();
};

/** Gives a role to those who look. */
export const lookersAre = (role: 'moderator' | 'owner') => async (stage: Stage) => {
  for (const userId of ['bea', 'eva'] satisfies Who[]) await stage.ana.room.members.update(userId, role);
};
