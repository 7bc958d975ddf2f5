import { setTimeout as sleep } from 'node:timers/promises';
import type { Contender } from '../contender.ts';
import type { Crowd } from './crowd.ts';
import { createHistogram } from './histogram.ts';

/** A message that has not arrived this long after the last one was due counts as lost. */
const graceMs = 1_000;

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Sends at a fixed rate, whatever the answers do (open loop), the speakers in turn. Latency is from the moment a message was
 * due to the moment a member has it, so that whatever holds up the server, or the generator, counts.
 */
export const offer = async (
  server: Contender,
  { speakers, deliveries, delivered }: Crowd,
  { messagesPerSecond, forMs }: { messagesPerSecond: number; forMs: number },
): Promise<Record<string, number>> => {
  const latencies = createHistogram();
  const lateness = createHistogram();
  deliveries.note(latencies);
  const total = Math.round((messagesPerSecond * forMs) / 1_000);
  const [cpuBefore, before] = [await server.cpuMicros(), deliveries.count];
  const from = performance.now();
  let offered = 0;
  let refused = 0;
  let answered = 0;
  for (let sent = 0; sent < total;) {
    // Turn after turn, not a timer: those are a millisecond late and more.
    await nextTurn();
    for (; sent < total; sent++) {
      const dueAt = from + (sent * 1_000) / messagesPerSecond;
      const lateMs = performance.now() - dueAt;
      const speaker = speakers[sent % speakers.length];
      if (lateMs < 0 || speaker === undefined) break;
      lateness.add(lateMs);
      offered += speaker.audience;
      speaker.send(`due=${dueAt.toFixed(3).padStart(12)} with a text of the usual length`, (refusedForMs) => {
        answered++;
        if (refusedForMs !== undefined) refused += speaker.audience;
      });
    }
  }
  const deadline = performance.now() + graceMs;
  while (performance.now() < deadline && (deliveries.count < before + offered - refused || answered < total))
    await sleep(1);
  const inTime = deliveries.count - before;
  await delivered(before + offered - refused);
  const seconds = (performance.now() - from) / 1_000;
  deliveries.note(null);
  const cpuMicros = (await server.cpuMicros()) - cpuBefore;
  return {
    deliveredShare: inTime / offered,
    p50Ms: latencies.quantile(0.5),
    p99Ms: latencies.quantile(0.99),
    serverLoad: cpuMicros / 1e6 / seconds,
    cpuMicrosPerDelivery: cpuMicros / (deliveries.count - before),
    generatorLateMs: lateness.quantile(0.99),
  };
};
