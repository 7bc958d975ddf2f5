import type { Contender } from '../contender.ts';
import type { Crowd } from './crowd.ts';

const text = 'as fast as it goes, with a text of the usual length';

/**
 * Every speaker keeps sends in flight for a while. Counted from quiet to quiet: until everything sent has been
 * acknowledged and delivered to everybody, so that no CPU time is missed and no delivery is only assumed.
 */
export const saturate = async (
  server: Contender,
  { speakers, deliveries, delivered }: Crowd,
  { inFlight, forMs }: { inFlight: number; forMs: number },
): Promise<Record<string, number>> => {
  const [cpuBefore, before, framesBefore] = [await server.cpuMicros(), deliveries.count, deliveries.frames];
  const own = process.cpuUsage();
  const from = performance.now();
  const until = from + forMs;
  let offered = 0;
  await Promise.all(
    speakers.map(
      ({ send, audience }) =>
        new Promise<void>((resolve) => {
          let waiting = inFlight;
          const next = (): void => {
            if (performance.now() > until) {
              if (--waiting === 0) resolve();
              return;
            }
            offered += audience;
            send(text, (refusedForMs) => {
              if (refusedForMs === undefined) return next();
              offered -= audience;
              setTimeout(next, refusedForMs);
            });
          };
          for (let started = 0; started < inFlight; started++) next();
        }),
    ),
  );
  await delivered(before + offered);
  const seconds = (performance.now() - from) / 1000;
  const { user, system } = process.cpuUsage(own);
  const cpuMicros = (await server.cpuMicros()) - cpuBefore;
  const counted = deliveries.count - before;
  return {
    deliveriesPerSecond: counted / seconds,
    cpuMicrosPerDelivery: cpuMicros / counted,
    deliveriesPerFrame: counted / (deliveries.frames - framesBefore),
    serverLoad: cpuMicros / 1e6 / seconds,
    generatorLoad: (user + system) / 1e6 / seconds,
    deliveredShare: counted / offered,
  };
};
