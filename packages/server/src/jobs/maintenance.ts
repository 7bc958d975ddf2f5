import type { EphemeralBroadcast } from '../cluster/ephemeral-broadcast.ts';
import { createSilentGuests, type SilentGuestDeps } from '../auth/silent-guests.ts';
import type { Erasures } from '../erasure/user-erasure.ts';
import type { Files } from '../files/files.ts';
import type { Logger } from '../logger.ts';
import { isUnusable } from '../storage/contract/store-unavailable.ts';
import { createRetentionJob, type RetentionDeps } from './retention-job.ts';
import { expirePendingMessages } from './pending-expiry.ts';
import type { Live } from '../live/live.ts';
import { createReminders, reminderEveryMs, type ReminderDeps } from './reminders.ts';
import { firstPollSweepMs, pollSweepEveryMs, type Polls } from '../tallies/polls.ts';
import type { Questions } from '../tallies/questions.ts';
import type { MessageReminders } from './message-reminders.ts';
import { scheduledEveryMs, type ScheduledMessages } from './scheduled-messages.ts';
import type { RoomRegistry } from '../room/room-registry.ts';

interface MaintenanceDeps extends RetentionDeps, SilentGuestDeps, Pick<ReminderDeps, 'push'> {
  rooms: RoomRegistry;
  /** How long before a start members are reminded, ms. */
  reminders: readonly number[];
  files: Pick<Files, 'lifecycle'> | null;
  cluster: { ephemeral: Pick<EphemeralBroadcast, 'approval'> };
  erasures: Erasures;
  polls: Pick<Polls, 'sweep'>;
  questions: Pick<Questions, 'sweep'>;
  live: Pick<Live, 'sweep'>;
  scheduled: Pick<ScheduledMessages, 'sweep' | 'close'>;
  messageReminders: MessageReminders;
  logger: Logger;
}

const everyMs = 30_000;

/**
 * Runs periodic maintenance: expires old data and resumes interrupted work. Returns a function that stops it and
 * resolves when the work in progress is done: the application may close its storage then.
 */
export const startMaintenance = (deps: MaintenanceDeps): (() => Promise<void>) => {
  const { rooms, files, erasures, scheduled, messageReminders, logger } = deps;
  const reminders = createReminders(deps.reminders, deps);
  const retention = createRetentionJob(deps);
  const guests = createSilentGuests(deps);
  const running = new Set<Promise<void>>();
  /** The jobs that found the storage unusable when they last ran: an outage is logged once a job. */
  const waiting = new Set<string>();
  const logFailure = (error: unknown, failure: string): void => {
    const isKnown = waiting.has(failure);
    if (isUnusable(error)) waiting.add(failure);
    if (!isUnusable(error) || !isKnown) logger.error({ err: error }, failure);
  };
  const run = (work: Promise<unknown> | undefined, failure: string): void => {
    if (!work) return;
    const job = work
      .then(() => void waiting.delete(failure))
      .catch((error: unknown) => logFailure(error, failure))
      .finally(() => running.delete(job));
    running.add(job);
  };
  /** Runs a job at the start, when the check of the storage logs that it is unusable. */
  const runFirst: typeof run = (work, failure) => {
    waiting.add(failure);
    run(work, failure);
  };

  runFirst(erasures.resume(), 'erasing failed');
  const timer = setInterval(() => {
    rooms.sweep();
    run(retention.sweep(), 'sweeping rooms failed');
    run(files?.lifecycle.sweep(), 'sweeping files failed');
    run(expirePendingMessages(deps), 'expiring messages that wait for approval failed');
    run(deps.live.sweep(), 'sweeping lobbies failed');
    run(guests.sweep(), 'deleting expired guests failed');
    run(erasures.resume(), 'erasing failed');
  }, everyMs).unref();
  const remind = (): void => run(reminders.sweep(), 'reminding failed');
  const sweepPolls = (): void => {
    run(deps.polls.sweep(), 'updating polls failed');
    run(deps.questions.sweep(), 'publishing questions failed');
  };
  const firstPolls = setTimeout(sweepPolls, firstPollSweepMs).unref();
  const updatingPolls = setInterval(sweepPolls, pollSweepEveryMs).unref();
  const reminding = deps.reminders.length > 0 ? setInterval(remind, reminderEveryMs).unref() : undefined;
  const send = (start: typeof run): void => {
    start(scheduled.sweep(), 'sending scheduled messages failed');
    start(messageReminders.sweep(), 'reminding of messages failed');
  };
  send(runFirst); // those that became due while no server ran
  const sending = setInterval(send, scheduledEveryMs, run).unref();
  return async () => {
    clearInterval(timer);
    clearInterval(sending);
    clearInterval(reminding);
    clearTimeout(firstPolls);
    clearInterval(updatingPolls);
    await Promise.all([...running, scheduled.close()]);
  };
};
