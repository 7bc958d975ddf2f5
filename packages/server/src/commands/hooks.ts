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

/**
 * Hooks for every command. `before:x` may throw (a `ChatError` to give a reason) to reject the command, or
 * return another input; it runs after validation and before rights are checked. `after:x` observes the
 * result; its errors are logged and change nothing.
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

/** Returns the hooks of one kind for one command, in the given order. */
export const beforeHooks = (hooks: readonly Hooks[], name: CommandName): Before[] =>
  hooks.flatMap((each) => (each[`before:${name}`] as Before | undefined) ?? []);
export const afterHooks = (hooks: readonly Hooks[], name: CommandName): After[] =>
  hooks.flatMap((each) => (each[`after:${name}`] as After | undefined) ?? []);
