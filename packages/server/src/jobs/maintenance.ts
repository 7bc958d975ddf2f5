import { createSilentGuests, type SilentGuestDeps } from '../auth/silent-guests.ts';
import type { Erasures } from '../erasure/user-erasure.ts';
import type { Files } from '../files/files.ts';
import type { Logger } from '../logger.ts';
import { isUnusable } from '../storage/contract/store-unavailable.ts';
import { createRetentionJob, type RetentionDeps } from './retention-job.ts';
import { createReminders, reminderEveryMs, type ReminderDeps } from './reminders.ts';
import type { RoomRegistry } from '../room/room-registry.ts';

interface MaintenanceDeps extends RetentionDeps, SilentGuestDeps, Pick<ReminderDeps, 'push'> {
  rooms: RoomRegistry;
  /** How long before a start members are reminded, ms. */
  reminders: readonly number[];
  files: Pick<Files, 'lifecycle'> | null;
  erasures: Erasures;
  logger: Logger;
}

const everyMs = 30_000;

/**
 * Runs periodic maintenance: expires old data and resumes interrupted work. Returns a function that stops it and
 * resolves when the work in progress is done: the application may close its storage then.
 */
export const startMaintenance = (deps: MaintenanceDeps): (() => Promise<void>) => {
  const { rooms, files, erasures, logger } = deps;
  const reminders = createReminders(deps.reminders, deps);
  const retention = createRetentionJob(deps);
  const guests = createSilentGuests(deps);
  const running = new Set<Promise<void>>();
  const run = (work: Promise<unknown> | undefined, failure: string): void => {
    if (!work) return;
    const job = work
      .then(() => {})
      .catch((error: unknown) => logger.error({ err: error }, failure))
      .finally(() => running.delete(job));
    running.add(job);
  };

  // An unusable storage is logged once, by the check at the start.
  const resumed = erasures.resume().catch((error: unknown) => {
    if (!isUnusable(error)) throw error;
  });
  run(resumed, 'erasing failed');
  const timer = setInterval(() => {
    rooms.sweep();
    run(retention.sweep(), 'sweeping rooms failed');
    run(files?.lifecycle.sweep(), 'sweeping files failed');
    run(guests.sweep(), 'deleting expired guests failed');
    run(erasures.resume(), 'erasing failed');
  }, everyMs).unref();
  const remind = (): void => run(reminders.sweep(), 'reminding failed');
  const reminding = deps.reminders.length > 0 ? setInterval(remind, reminderEveryMs).unref() : undefined;
  return async () => {
    clearInterval(timer);
    clearInterval(reminding);
    await Promise.all(running);
  };
};
