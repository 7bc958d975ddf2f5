import type { CommandName, Input, Output, Profile, RoomFile } from '@chat/protocol';
import type { Awaitable } from '../async/awaitable.ts';
import type { PictureUpload, Upload } from '../files/upload-hooks.ts';
import type { Context } from './context.ts';

/** The application's say in what is uploaded, which is no command: a socket carries JSON. */
export interface UploadHooks {
  /** May throw to refuse it, or answer another name to store it under. Runs when right, rate and quota have let it in. */
  'before:file:upload'?: (context: Context, upload: Upload) => Awaitable<{ name: string } | void>;
  'after:file:upload'?: (context: Context, file: RoomFile) => Awaitable<void>;
  /** The same for the picture of a profile: may throw to refuse it, and they keep the one that they had. */
  'before:picture:upload'?: (context: Context, picture: PictureUpload) => Awaitable<void>;
  'after:picture:upload'?: (context: Context, profile: Profile) => Awaitable<void>;
}

/**
 * The application's say in every command. `before:x` may throw (a `ChatError` to name a reason) to refuse, or answer an input to
 * use instead; it runs after validation and before rights are checked. `after:x` watches what was done; what it throws is
 * logged and changes nothing.
 */
export type Hooks = {
  [N in CommandName as `before:${N}`]?: (context: Context, input: Input<N>) => Awaitable<Input<N> | void>;
} & {
  [N in CommandName as `after:${N}`]?: (
    context: Context,
    output: Output<N>,
    input: Input<N>,
  ) => Awaitable<void>;
} & UploadHooks;

type Before = (context: Context, input: unknown) => Awaitable<unknown>;
type After = (context: Context, output: unknown, input: unknown) => Awaitable<void>;

/** The hooks of one kind for one command, in the order given. */
export const beforeHooks = (hooks: readonly Hooks[], name: CommandName): Before[] =>
  hooks.flatMap((each) => (each[`before:${name}`] as Before | undefined) ?? []);
export const afterHooks = (hooks: readonly Hooks[], name: CommandName): After[] =>
  hooks.flatMap((each) => (each[`after:${name}`] as After | undefined) ?? []);
