import type { CommandName, Input, Output, Profile, RoomFile } from '@chat/protocol';
import type { Awaitable } from '../async/awaitable.ts';
import type { PictureUpload, Upload } from '../files/upload-hooks.ts';
import type { Context } from './context.ts';

/** Hooks for uploads, which are not commands: a socket carries JSON. */
export interface UploadHooks {
  /**
   * May throw to reject the file, or return another name for it. Runs after rights, rates and quotas have
   * been checked.
   */
  'before:file:upload'?: (context: Context, upload: Upload) => Awaitable<{ name: string } | void>;
  'after:file:upload'?: (context: Context, file: RoomFile) => Awaitable<void>;
  /** The same for a profile picture: may throw to reject it, and the user keeps the previous one. */
  'before:picture:upload'?: (context: Context, picture: PictureUpload) => Awaitable<void>;
  'after:picture:upload'?: (context: Context, profile: Profile) => Awaitable<void>;
}

/** A hook for texts, which may be anonymous: it does not get the user. */
export interface TextHooks {
  /** May throw to reject the text of a question, or return another one. Runs after the hooks of the command. */
  'before:question:text'?: (question: { roomId: string; text: string }) => Awaitable<{ text: string } | void>;
}

/**
 * Hooks for every command. `before:x` may throw (a `ChatError` to give a reason) to reject the command, or
 * return another input; it runs after validation and before rights are checked. `after:x` observes the
 * result; its errors are logged and change nothing. Hooks do not get which options a user votes for, and which
 * questions they ask, withdraw or vote for.
 */
export type Hooks = {
  [N in CommandName as `before:${N}`]?: (
    context: Context,
    input: HookInput<N>,
  ) => Awaitable<HookInput<N> | void>;
} & {
  [N in CommandName as `after:${N}`]?: (
    context: Context,
    output: HookOutput<N>,
    input: HookInput<N>,
  ) => Awaitable<void>;
} & UploadHooks &
  TextHooks;

/** Fields of inputs and outputs that hooks do not get: a vote or a question may be anonymous. */
const secretFields = {
  'poll:vote': ['options', 'mine'],
  'poll:results': ['mine'],
  'question:ask': ['id', 'text', 'anonymous', 'question'],
  'question:upvote': ['questionId', 'upvoted'],
  'question:withdraw': ['questionId'],
  'question:list': ['questions'],
} as const;
type Secrets = typeof secretFields;
type Public<N extends CommandName, T> = N extends keyof Secrets ? Omit<T, Secrets[N][number]> : T;
type HookInput<N extends CommandName> = Public<N, Input<N>>;
type HookOutput<N extends CommandName> = Public<N, Output<N>>;

/** Splits an input or output into what hooks get and what they do not. */
export const withoutSecrets = <T>(name: CommandName, value: T): { shown: T; secret: object } => {
  const fields: readonly string[] | undefined = (
    secretFields as Partial<Record<CommandName, readonly string[]>>
  )[name];
  if (!fields) return { shown: value, secret: {} };
  const entries = Object.entries(value as object);
  const pick = (isSecret: boolean): object =>
    Object.fromEntries(entries.filter(([field]) => fields.includes(field) === isSecret));
  return { shown: pick(false) as T, secret: pick(true) };
};

type Before = (context: Context, input: unknown) => Awaitable<unknown>;
type After = (context: Context, output: unknown, input: unknown) => Awaitable<void>;

/** Returns the hooks of one kind for one command, in the given order. */
export const beforeHooks = (hooks: readonly Hooks[], name: CommandName): Before[] =>
  hooks.flatMap((each) => (each[`before:${name}`] as Before | undefined) ?? []);
export const afterHooks = (hooks: readonly Hooks[], name: CommandName): After[] =>
  hooks.flatMap((each) => (each[`after:${name}`] as After | undefined) ?? []);

/** Returns the check of a question's text by the hooks, in the given order. */
export const questionCheck =
  (hooks: readonly Hooks[]) =>
  async (roomId: string, asked: string): Promise<string> => {
    let text = asked;
    for (const { 'before:question:text': check } of hooks)
      text = (await check?.({ roomId, text }))?.text ?? text;
    return text;
  };
