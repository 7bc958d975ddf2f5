import { ChatError, type CommandName, type Input, type Message } from '@chat/protocol';
import { createFairScheduler } from '../async/fair-scheduler.ts';
import { createPersonalEvents } from '../cluster/personal-events.ts';
import type { Context, Core } from '../commands/context.ts';
import { createDispatch, runToValue, type Dispatch } from '../commands/dispatch.ts';
import { questionCheck } from '../commands/hooks.ts';
import { traceCommands } from '../commands/trace-commands.ts';
import { handlers } from '../features/index.ts';
import { pushHooks } from '../features/personal/notifications.ts';
import { blockHooks } from '../features/personal/blocks.ts';
import { sendScheduled } from '../features/personal/scheduled.ts';
import { createMessageReminders, type MessageReminders } from '../jobs/message-reminders.ts';
import { createScheduledMessages, type ScheduledMessages } from '../jobs/scheduled-messages.ts';
import type { Resolved } from '../options.ts';
import { createBlockedUsers } from '../users/blocked-users.ts';
import { createSummaries } from '../summary/summaries.ts';
import { createTranslations } from '../translation/translations.ts';
import { createRoomGuesses } from '../room/room-guesses.ts';
import type { Services } from './create-services.ts';

const comeBackMs = 2_000;

/** The commands of a chat, ready to run. */
export interface Commands {
  core: Core;
  dispatch: Dispatch;
  /** Throws `overloaded` while the server closes, or if its load forbids this command now. */
  admit: (name: CommandName) => void;
  scheduled: ScheduledMessages;
  messageReminders: MessageReminders;
}

/** The parts of the server itself that commands use. */
interface ServerParts extends Pick<Core, 'node' | 'revoke'> {
  isDraining(): boolean;
}

const createTranslator = (resolved: Resolved, { storeSync: { isShared } }: Services) =>
  resolved.translation && createTranslations({ ...resolved, options: resolved.translation, isShared });

/** Connects the handlers of all commands with the services they use. */
export const createCommands = (resolved: Resolved, services: Services, server: ServerParts): Commands => {
  const { isDraining, ...own } = server;
  const { authenticate, storage, limits, logger, now, id, profiles } = resolved;
  const { cluster, load, metrics, push, rateLimits, rooms, roomLists, onlineUsers } = services;
  const { calls, groupCalls, polls, live, exports, erasures, files, pictures, undoableDeletions, linkCards } =
    services;
  const personal = createPersonalEvents({
    timeline: storage.timeline,
    onlineUsers,
    bus: cluster.bus,
    logger,
  });
  const core: Core = {
    storage,
    rooms,
    onlineUsers,
    roomLists,
    profiles,
    blockedUsers: createBlockedUsers({ ...resolved, ...services, bus: cluster.bus }),
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
    polls,
    questions: services.questions,
    checkQuestion: questionCheck(resolved.hooks),
    live,
    burstHistory: services.burstHistory,
    bus: cluster.bus,
    ephemeral: cluster.ephemeral,
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
    emails: services.emails,
    webhooks: services.webhooks,
    ...own,
    customEmoji: resolved.customEmoji,
    slash: resolved.slash,
    summaries: resolved.summary && createSummaries({ ...resolved, options: resolved.summary }),
    translations: createTranslator(resolved, services),
    callAs: (connection) => (name, input) => runToValue(dispatch, connection, name, input),
    now,
    id,
    personal,
    get scheduled() {
      return scheduled;
    },
  };
  const untraced = createDispatch({
    core,
    handlers,
    hooks: [
      ...resolved.hooks,
      blockHooks,
      ...(push ? [pushHooks(push)] : []),
      ...(linkCards ? [linkCards.hooks] : []),
    ],
    rateLimits,
    onAnswered: metrics.countCommand,
    gate: ({ kind }, name) => {
      if (kind !== 'process') admit(name); // in-process sessions are the application's own
    },
  });
  const dispatch: Dispatch = resolved.tracer ? traceCommands(untraced, resolved.tracer, id) : untraced;
  const admit = (name: CommandName): void => {
    if (isDraining())
      throw new ChatError('overloaded', 'the server is closing', { retryAfterMs: comeBackMs });
    load.admit(name);
  };
  const scheduled = createScheduledMessages({
    ...services,
    ...resolved,
    personal,
    send: async (connection, input, version) => {
      let sent: unknown;
      const handler = (context: Context, checked: unknown) =>
        sendScheduled(context, checked as Input<'message:send'>, version);
      const reply = (output: unknown): void => void (sent = output);
      await dispatch.run(connection, 'message:send', input, reply, undefined, undefined, handler);
      return sent as Message;
    },
  });
  const messageReminders = createMessageReminders({ ...services, ...resolved, personal, push });
  return { core, dispatch, admit, scheduled, messageReminders };
};
