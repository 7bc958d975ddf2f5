import { setTimeout as sleep } from 'node:timers/promises';
import type { Figures } from '../compare.ts';
import { plain } from '../contenders.ts';
import type { Contender } from '../contender.ts';
import { createDeliveries } from '../load/deliveries.ts';
import { createNight, type Night } from '../load/event-night.ts';
import { asksOfAPage, createArrivals, letCome } from '../load/event-people.ts';
import { createEvent, removeSome } from '../load/event-staff.ts';
import { createHistogram } from '../load/histogram.ts';
import { pace } from '../load/pace.ts';
import { bytesReadBy, quiet } from '../load/quiet.ts';

export interface Evening {
  people: number;
  comePerSecond: number;
  /** Of all, how many are replaced by others in a second. */
  turnover: number;
  night: Night;
  forMs: number;
}

/** A busy server sends presence once a second. */
export const diffMs = 1_200;
const patienceMs = 10_000;
const told = ['"typing:changed"', '"reaction:burst"', '"presence:changed"', '"message:updated"'];

/** Nine of ten stay from the first to the last: what reaches them is counted. The seats of the others change hands. */
export const evening = async (server: Contender, plan: Evening): Promise<Figures> => {
  const { people: count, comePerSecond, turnover, night, forMs } = plan;
  const { wire } = server;
  const event = wire === plain.wire ? null : await createEvent(server);
  const roomId = event?.id ?? 'event';
  const asks = event ? asksOfAPage(roomId) : [];
  const besides = told.map((type) => Buffer.from(type));
  const heard = createDeliveries(wire.delivery, besides);
  const elsewhere = createDeliveries(wire.delivery);
  const staying = Math.floor(count * 0.9);
  const rssBefore = await server.rssBytes();

  const first = createArrivals(server, roomId, asks);
  const here = await letCome(count, comePerSecond, (number, dueAt) =>
    first.come(`Guest ${number}`, number < staying ? heard : elsewhere, dueAt),
  );
  await quiet(here, diffMs);
  const kilobytesPerClient = bytesReadBy(here) / count / 1_024;

  const later = createArrivals(server, roomId, asks);
  const seats = here.splice(staying);
  let names = count;
  const swap = (turn: number, dueAt: number): void => {
    const seat = turn % seats.length;
    seats[seat]?.leave();
    void later
      .come(`Guest ${names++}`, elsewhere, dueAt)
      .then((member) => (seats[seat] = member), console.error);
  };

  const { tasks, asked, sent } = createNight(wire, roomId, here, night);
  const latencies = createHistogram();
  const lateness = createHistogram();
  heard.note(latencies);
  const before = { count: heard.count, others: [...heard.others], bytes: bytesReadBy(here) };
  const [cpuBefore, ownBefore, from] = [await server.cpuMicros(), process.cpuUsage(), performance.now()];
  const staff = (event ? removeSome(event, server, forMs) : Promise.resolve()).then(
    () => null,
    (error: unknown) => error,
  );
  await pace([...tasks, { perSecond: count * turnover, act: swap }], forMs, lateness);
  const deadline = performance.now() + patienceMs;
  const isDone = (): boolean =>
    sent.offered === sent.accepted + sent.refused && heard.count - before.count >= sent.accepted * staying;
  do await sleep(100);
  while (!isDone() && performance.now() < deadline);
  const seconds = (performance.now() - from) / 1_000;
  const cpuMicros = (await server.cpuMicros()) - cpuBefore;
  const { user, system } = process.cpuUsage(ownBefore);
  const rssAfter = await server.rssBytes();
  const fault = await staff;
  if (fault !== null) throw fault;
  heard.note(null);
  for (const { raw } of [...here, ...seats]) raw.destroy();

  const delivered = heard.count - before.count;
  const perClient = (which: number): number =>
    ((heard.others[which] ?? 0) - (before.others[which] ?? 0)) / staying / seconds;
  return {
    joinP50Ms: first.joinMs.quantile(0.5),
    joinP99Ms: first.joinMs.quantile(0.99),
    kilobytesPerClient,
    acceptedShare: sent.accepted / sent.offered,
    deliveredShare: delivered / (sent.accepted * staying),
    p50Ms: latencies.quantile(0.5),
    p99Ms: latencies.quantile(0.99),
    cpuMicrosPerDelivery: cpuMicros / delivered,
    ...(asked.count > 0 && {
      laterJoinP99Ms: later.joinMs.quantile(0.99),
      refusedShare: asked.refused / asked.count,
      burstsOffered: night.bursts,
      burstsPerSecond: perClient(1),
      typingPerSecond: perClient(0),
      presencePerSecond: perClient(2),
      updatesPerSecond: perClient(3),
    }),
    kilobytesPerSecond: (bytesReadBy(here) - before.bytes) / staying / seconds / 1_024,
    rssKilobytesPerClient: (rssAfter - rssBefore) / count / 1_024,
    serverLoad: cpuMicros / 1e6 / seconds,
    generatorLateMs: lateness.quantile(0.99),
    generatorLoad: (user + system) / 1e6 / seconds,
  };
};
