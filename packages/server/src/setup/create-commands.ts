import { ChatError, type CommandName } from '@chat/protocol';
import { createFairScheduler } from '../async/fair-scheduler.ts';
import type { Core } from '../commands/context.ts';
import { createDispatch, runToValue, type Dispatch } from '../commands/dispatch.ts';
import { handlers } from '../features/index.ts';
import { pushHooks } from '../features/notifications.ts';
import type { Resolved } from '../options.ts';
import { createRoomGuesses } from '../room/room-guesses.ts';
import type { Services } from './create-services.ts';

const comeBackMs = 2_000;

/** The commands of a chat, ready to run. */
export interface Commands {
  core: Core;
  dispatch: Dispatch;
  /** Throws `overloaded` while the server closes, or if its load forbids this command now. */
  admit: (name: CommandName) => void;
}

/** Connects the handlers of all commands with the services they use. */
export const createCommands = (
  resolved: Resolved,
  services: Services,
  isDraining: () => boolean,
): Commands => {
  const { authenticate, storage, limits, logger, now, id, profiles } = resolved;
  const { cluster, load, metrics, push, rateLimits, rooms, roomLists, onlineUsers } = services;
  const { calls, groupCalls, exports, erasures, files, pictures, undoableDeletions } = services;
  const { bus, ephemeral } = cluster;
  const core: Core = {
    storage,
    rooms,
    onlineUsers,
    roomLists,
    profiles,
    pictures,
    profileChanges: rateLimits.profileChanges,
    invitations: rateLimits.invitations,
    exportQuota: rateLimits.exports,
    roomReads: rateLimits.roomReads,
    devices: rateLimits.devices,
    scheduler: createFairScheduler(),
    exports,
    undoableDeletions,
    erasures,
    calls,
    groupCalls,
    bus,
    ephemeral,
    limits,
    files,
    logger,
    autoCreate: resolved.autoCreate,
    mayCreate: resolved.mayCreate,
    guesses: createRoomGuesses(limits, now),
    roomDefaults: resolved.roomDefaults,
    uniqueNames: authenticate.unique ?? false,
    reservedNames: authenticate.reserved,
    push,
    slash: resolved.slash,
    callAs: (connection) => (name, input) => runToValue(dispatch, connection, name, input),
    now,
    id,
  };
  const dispatch: Dispatch = createDispatch({
    core,
    handlers,
    hooks: push ? [...resolved.hooks, pushHooks(push)] : resolved.hooks,
    rateLimits,
    onAnswered: metrics.countCommand,
    gate: ({ kind }, name) => {
      if (kind !== 'process') admit(name); // in-process sessions are the application's own
    },
  });
  const admit = (name: CommandName): void => {
    if (isDraining())
      throw new ChatError('overloaded', 'the server is closing', { retryAfterMs: comeBackMs });
    load.admit(name);
  };
  return { core, dispatch, admit };
};
