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
 * Runs periodic maintenance: expires old data and resumes interrupted work. Returns a function that stops it.
 */
export const startMaintenance = (deps: MaintenanceDeps): (() => void) => {
  const { rooms, files, erasures, logger } = deps;
  const reminders = createReminders(deps.reminders, deps);
  const retention = createRetentionJob(deps);
  const guests = createSilentGuests(deps);
  const failed = (text: string) => (error: unknown) => logger.error({ err: error }, text);

  const erase = (): void => void erasures.resume().catch(failed('erasing failed'));
  // An unusable storage is logged once, by the check at the start.
  void erasures.resume().catch((error: unknown) => isUnusable(error) || failed('erasing failed')(error));
  const timer = setInterval(() => {
    rooms.sweep();
    retention.sweep().catch(failed('sweeping rooms failed'));
    files?.lifecycle.sweep().catch(failed('sweeping files failed'));
    guests.sweep().catch(failed('deleting expired guests failed'));
    erase();
  }, everyMs).unref();
  const remind = (): void => void reminders.sweep().catch(failed('reminding failed'));
  const reminding = deps.reminders.length > 0 ? setInterval(remind, reminderEveryMs).unref() : undefined;
  return () => {
    clearInterval(timer);
    clearInterval(reminding);
  };
};
