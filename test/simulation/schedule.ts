import type { DurableEvent } from '@chat/protocol';
import type { Change } from '../../packages/server/src/storage/contract/change.ts';
import { createChance, type Chance } from './chance.ts';
import type { RoomLedger } from './ledger.ts';
import type { Report } from './report.ts';
import type { World } from './world.ts';

const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined);
const hosts: readonly string[] = ['ana', 'bo'];

/** In some seeds the club is an appointment, by a chance of their own: the others go as they would without. */
export const hasSchedule = (seed: number): boolean => seed % 7 === 5;

/** So long before a start its members are reminded, the shortest first. */
export const reminders = { beforeMs: [60_000, 120_000] };

/** A while from now, on the clock of the servers. */
const startIn = ({ scheduler }: World, chance: Chance): number =>
  Math.round(scheduler.wall()) + chance.int(40_000, 280_000);

/** The initial state of the club. */
export const appointment = (world: World, seed: number) =>
  hasSchedule(seed)
    ? {
        phase: 'scheduled' as const,
        startsAt: startIn(world, createChance(seed + 0xc17a)),
      }
    : {};

/** It is put off, opened, called off and on again, and perhaps ended. */
export const scheduleIn = (world: World, seed: number): (() => void) => {
  if (!hasSchedule(seed)) return () => undefined;
  const chance = createChance(seed + 0x5c4ed);
  const ends = chance.hit(0.3) ? 0.1 : 0;
  return () => {
    if (!chance.hit(0.15)) return;
    const tab = chance.pick(world.tabs().filter(({ user }) => hosts.includes(user.id)));
    const room = tab?.rooms.get('club');
    if (!tab || !room) return;
    const startsAt = startIn(world, chance);
    const patch = chance.hit(0.6)
      ? { startsAt, ...(chance.hit(0.3) ? { phase: 'scheduled' as const } : {}) }
      : { phase: chance.pick(['scheduled', 'scheduled', 'open'] as const) ?? 'open' };
    const isLast = chance.hit(ends);
    world.inTab(tab, 'schedule', () => quietly(isLast ? room.settings.end() : room.settings.update(patch)));
  };
};

/** A room is reminded of once for each time and start, when it is time; it ends once, and stays as it is then. */
export const checkSchedule = (
  { id, room: was }: RoomLedger,
  change: Change,
  event: DurableEvent,
  report: Report,
): void => {
  if (!('room' in event) || was === null) return;
  const { room: is } = event;
  const what = `schedule: ${id} rev ${event.rev}`;
  const ends = was.phase !== 'ended' && is.phase === 'ended';
  if (ends !== (event.type === 'room:ended')) report(`${what} is told as ${event.type}, ${is.phase}`);
  if (was.phase === 'ended' && change.kind !== 'erase-rest') report(`${what} is of an ended room`);
  const kept = was.startsAt === is.startsAt ? was.reminded : undefined;
  if (change.kind !== 'remind') {
    if (JSON.stringify(is.reminded) !== JSON.stringify(kept))
      report(`${what} is reminded of by ${change.kind}`);
    return;
  }
  const { startsAt, beforeMs, at } = change;
  if (was.phase !== 'scheduled' || was.startsAt !== startsAt) report(`${what} reminds of what is not so`);
  if (kept?.startsAt === startsAt && kept.beforeMs <= beforeMs) report(`${what} reminds again`);
  if (at < startsAt - beforeMs) report(`${what} reminds too early`);
  if (JSON.stringify(is.reminded) !== JSON.stringify({ startsAt, beforeMs })) report(`${what} keeps another`);
};

/** Long enough for a round, and for the clocks. */
const lateMs = 20_000;
/** Everything has worked for as long. */
const healedMs = 120_000;

/** Of a start that was near for a while, and is not over for long, its members were reminded. */
export const verifyReminded = ({ ledger, scheduler, report }: World): void => {
  const { phase, startsAt, reminded } = ledger.room('club').room ?? {};
  if (phase !== 'scheduled' || startsAt === undefined) return;
  const now = scheduler.wall();
  const due = reminders.beforeMs.find((beforeMs) => startsAt - beforeMs <= Math.min(now, startsAt) - lateMs);
  if (due === undefined || startsAt < now - healedMs / 2) return;
  if (reminded?.startsAt !== startsAt || reminded.beforeMs > due)
    report(`schedule: of the start ${startsAt - now} ms from now nobody was reminded ${due} ms before`);
};
