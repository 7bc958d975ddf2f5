// This server beside plain Socket.IO, in one run: `npm run bench`. What the columns mean is in README.md.
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startContender, type Contender } from './contender.ts';
import { table, type Measured } from './report.ts';
import { fillRoom } from './room-load.ts';

const rounds = 3;
const windowMs = 800;
/** Members, and messages per second for the latency. */
const sizes = [
  { members: 10, messagesPerSecond: 200 },
  { members: 100, messagesPerSecond: 50 },
];

const folder = mkdtempSync(join(tmpdir(), 'chat-bench-'));
const startedAt = Date.now();
const contenders: Contender[] = [];
try {
  contenders.push(
    await startContender('plain Socket.IO', 'plain.ts'),
    await startContender('chat, memory', 'chat.ts'),
    await startContender('chat, SQLite', 'chat.ts', join(folder, 'bench.sqlite')),
  );
  const results = [];
  for (const size of sizes) results.push(...(await compare(size)));
  console.log(`Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'})`);
  console.log(table(results));
  console.log(
    `latency at ${sizes.map(({ members, messagesPerSecond }) => `${messagesPerSecond} messages/s for ${members} members`).join(', ')}; ` +
      `${rounds} rounds; ${Math.round((Date.now() - startedAt) / 1000)} s`,
  );
} finally {
  for (const contender of contenders) contender.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function compare({ members, messagesPerSecond }: (typeof sizes)[number]): Promise<Measured[]> {
  const measured = await Promise.all(
    contenders.map(async (server) => ({
      room: await fillRoom(server, members),
      result: {
        server: server.name,
        members,
        deliveriesPerSecond: [] as number[],
        cpuMicrosPerDelivery: [] as number[],
        serverLoad: [] as number[],
        latencies: [] as number[],
      },
    })),
  );
  // Interleaved, so that a machine that slows down or speeds up does so for all.
  for (let round = 0; round < rounds; round++) {
    for (const { room, result } of measured) {
      const saturation = await room.saturate(windowMs);
      result.deliveriesPerSecond.push(saturation.deliveriesPerSecond);
      result.cpuMicrosPerDelivery.push(saturation.cpuMicrosPerDelivery);
      result.serverLoad.push(saturation.serverLoad);
      result.latencies.push(...(await room.latencies(messagesPerSecond, windowMs)));
    }
  }
  for (const { room } of measured) room.close();
  return measured.map(({ result }) => result);
}
process.exit();
