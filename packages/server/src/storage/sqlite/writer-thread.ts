// Runs in a separate thread and commits groups of writes, so that a disk sync blocks nothing else. It
// receives a group as JSON and posts the outcomes as JSON, which costs less than cloning objects; on null it
// closes the file and ends.
import { parentPort, workerData } from 'node:worker_threads';
import { connectWriter } from './open-database.ts';
import { writeGroup, type Job } from './write-transaction.ts';
import { storeWrites } from './writes.ts';

/** The data that the thread starts with. */
export interface WriterThreadData {
  path: string;
  epoch: string;
  maxBytes: number | undefined;
}

const { path, epoch, maxBytes } = workerData as WriterThreadData;
const database = connectWriter(path, maxBytes);
const write = writeGroup(database, storeWrites(database, epoch));

parentPort?.on('message', (group: string | null) => {
  if (group === null) {
    database.close();
    parentPort?.close();
    return;
  }
  parentPort?.postMessage(JSON.stringify(write(JSON.parse(group) as Job[])));
});
