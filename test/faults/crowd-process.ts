// Run as a separate process: a crowd that writes to the server at the given address until it is stopped, then
// returns its logs.
import { setTimeout as pause } from 'node:timers/promises';
import { createChance } from '../simulation/chance.ts';
import { patienceMs, revisedRoom, rooms, secret } from './arena.ts';
import { checkViews } from './check-views.ts';
import { openCrowd } from './crowd.ts';
import type { WritingLog } from './writing.ts';

const url = process.argv[2] ?? '';
const crowd = openCrowd({ url, rooms, secret, chance: createChance(3), timeoutMs: 2_000 });
let writing = true;

const finish = async (): Promise<void> => {
  writing = false;
  const settled = await crowd.settled(patienceMs);
  const violations = settled ? await checkViews(crowd, rooms, url) : [`not settled: ${crowd.state()}`];
  crowd.close();
  const { pages, plain } = crowd.logs();
  const data = ({ written, answers, revisions, failures }: WritingLog) => ({
    written,
    answers,
    revisions,
    failures,
  });
  const logs = {
    pages: pages.map((log) => ({ ...log, writing: data(log.writing) })),
    plain: plain.map((log) => ({ ...log, writing: data(log.writing) })),
  };
  process.send?.({ violations, logs });
};

process.on('message', () => void finish());
process.on('disconnect', () => process.exit());
process.send?.('ready');
while (writing) {
  crowd.write(revisedRoom);
  await pause(200);
}
