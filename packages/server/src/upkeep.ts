import type { Erasures } from './erasures.ts';
import type { Files } from './files/files.ts';
import type { Logger } from './logger.ts';
import { createRetentionJob, type RetentionDeps } from './room/retention-job.ts';
import type { RoomRegistry } from './room/room-registry.ts';

interface UpkeepDeps extends RetentionDeps {
  rooms: RoomRegistry;
  files: Pick<Files, 'keeper'> | null;
  erasures: Erasures;
  logger: Logger;
}

const everyMs = 30_000;

/** Does from time to time what nobody asks for: what is over goes, what was interrupted goes on. Answers the way to stop. */
export const startUpkeep = (deps: UpkeepDeps): (() => void) => {
  const { rooms, files, erasures, logger } = deps;
  const retention = createRetentionJob(deps);
  const failed = (text: string) => (error: unknown) => logger.error({ err: error }, text);

  const erase = (): void => void erasures.resume().catch(failed('erasing failed'));
  erase();
  const timer = setInterval(() => {
    rooms.sweep();
    retention.sweep().catch(failed('sweeping rooms failed'));
    files?.keeper.sweep().catch(failed('sweeping files failed'));
    erase();
  }, everyMs).unref();
  return () => clearInterval(timer);
};
