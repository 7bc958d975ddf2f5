import type { Measured } from '../compare.ts';
import { chat, chatQuiet, limit, liveEvents, plain, ws } from '../contenders.ts';
import { medianOf, ratioOf } from './figures.ts';
import type { Table } from './table.ts';

/** One thing that this server is to reach, and what was measured of it. */
interface Check {
  workload: string;
  setting: string;
  goal: string;
  value: number;
  unit: 'times' | 'ms' | 'µs' | 'KB' | 'MB' | 'bytes' | '%' | 'sends';
  reached: boolean;
}

const digits = { times: 2, ms: 1, µs: 1, KB: 1, MB: 0, bytes: 0, '%': 1, sends: 0 };

const checksOf = (results: readonly Measured[]): Check[] => {
  const checks: Check[] = [];
  const of = (workload: string, setting: string) => {
    const find = (server: string, where = setting): Measured | undefined =>
      results.find((each) => each.workload === workload && each.setting === where && each.server === server);
    const ours = find(chat.name) ?? find(liveEvents.name);
    const add = (goal: string, value: number, unit: Check['unit'], reached: boolean): void => {
      if (!Number.isNaN(value)) checks.push({ workload, setting, goal, value, unit, reached });
    };
    return {
      /** The figure of another is at least so many times ours. */
      less: (figure: string, server: string, times: number, what: string) => {
        const value = ratioOf(find(server), ours, figure);
        add(`${what}: ${times} times less than ${server}`, value, 'times', value >= times);
      },
      /** Ours is at least so many times that of another. */
      more: (figure: string, server: string, times: number, what: string) => {
        const value = ratioOf(ours, find(server), figure);
        add(`${what}: ${times} times those of ${server}`, value, 'times', value >= times);
      },
      /** Ours is at most so many times that of another. */
      within: (figure: string, server: string, times: number, what: string) => {
        const value = ratioOf(ours, find(server), figure);
        add(`${what}: at most ${times} times ${server}`, value, 'times', value <= times);
      },
      /** The figure is at most so many times what it is in another setting. */
      flat: (figure: string, where: string, times: number, what: string) => {
        const value = medianOf(ours, figure) / medianOf(find(chat.name, where), figure);
        add(`${what}: at most ${times} times that at ${where}`, value, 'times', value <= times);
      },
      most: (figure: string, most: number, unit: Check['unit'], what: string) => {
        const value = medianOf(ours, figure) * (unit === '%' ? 100 : 1);
        add(`${what}: at most ${most} ${unit}`, value, unit, value <= most);
      },
      /** In every round. */
      worst: (figure: string, most: number, unit: Check['unit'], what: string) => {
        const value = Math.max(...(ours?.figures[figure] ?? [Number.NaN]));
        add(`${what}, in every round: at most ${most} ${unit}`, value, unit, value <= most);
      },
      /** The same for one of several figures measured in one run. */
      mostOf: (server: string, figure: string, most: number, unit: Check['unit'], what: string) => {
        const value = medianOf(find(server), figure);
        add(`${what}: at most ${most} ${unit}`, value, unit, value <= most);
      },
      /** In every round. */
      all: (figure: string, what: string) => {
        const value = Math.min(...(ours?.figures[figure] ?? [Number.NaN])) * 100;
        add(what, value, '%', value === 100);
      },
    };
  };

  const cpu = 'cpuMicrosPerDelivery';
  for (const setting of ['10 members', '10 members, 3 in flight', '10 members, 1 in flight'])
    of('saturation', setting).within(cpu, limit.name, 1.4, 'CPU per delivery');
  of('saturation', '10 members, 3 in flight').less(cpu, ws.name, 1.9, 'CPU per delivery');
  for (const setting of ['100 members', '1000 members']) {
    of('saturation', setting).within(cpu, limit.name, 1.3, 'CPU per delivery');
    of('saturation', setting).less(cpu, ws.name, setting === '1000 members' ? 30 : 12, 'CPU per delivery');
    of('saturation', setting).less(cpu, plain.name, 15, 'CPU per delivery');
  }
  for (const setting of ['200 messages/s', '400 messages/s']) {
    const room = of('big-room', setting);
    room.all('deliveredShare', 'delivered = offered');
    room.most('p99Ms', 50, 'ms', 'p99');
    if (setting !== '200 messages/s') continue;
    room.most('serverLoad', 55, '%', 'of a core');
    room.less(cpu, ws.name, 2, 'CPU per delivery');
  }
  for (const setting of ['10 members, 200/s', '100 members, 100/s', '100 rooms of 10, 500/s']) {
    const room = of('calm', setting);
    room.within(cpu, limit.name, 1.4, 'CPU per delivery');
    room.within('p99Ms', ws.name, 1, 'p99');
    room.within('p50Ms', ws.name, 1.1, 'p50');
  }
  const idle = of('memory', '2000 members');
  idle.most('heldKilobytesPerClient', 14, 'KB', 'held per member');
  idle.within('heldKilobytesPerClient', plain.name, 1, 'held per member');
  for (const setting of ['cut off', 'restarted']) {
    const storm = of('reconnect-storm', setting);
    storm.all('resumedShare', 'resumed with all they missed');
    storm.within('cpuMicrosPerClient', plain.name, 1.2, 'CPU');
  }
  const joining = of('join-storm', '1000 clients');
  joining.most('kilobytesPerClient', 10, 'KB', 'received per joiner');
  joining.within('cpuMicrosPerClient', chatQuiet.name, 1.3, 'CPU');
  const evening = of('crowd', '5000 people');
  evening.all('deliveredShare', 'delivered = offered');
  evening.most('p99Ms', 200, 'ms', 'p99');
  evening.most('kilobytesPerClient', 20, 'KB', 'received per joiner');
  for (const setting of ['5000 vote in 3 s', '5000 upvote in 3 s']) {
    const voting = of('crowd', setting);
    voting.all('countedShare', 'votes stored once, tally exact');
    voting.worst('finalP99Ms', 300, 'ms', 'p99 of the final tally');
  }
  of('crowd', '5000, messages only').within(cpu, plain.name, 1, 'CPU per delivery');
  for (const flood of [
    'made-up commands',
    'over the rate',
    'rooms by start',
    'search everywhere',
    'pictures',
  ]) {
    const abuse = of('abuse', '60 messages/s');
    abuse.mostOf(flood, 'sendP99Ms', 50, 'ms', `${flood}: p99 of others`);
    abuse.mostOf(flood, 'sendsRefused', 0, 'sends', `${flood}: refused of others`);
  }
  of('ack', 'storage, 10 in flight').more('acksPerSecond', 'insert per message', 5, 'acks');
  of('ack', 'storage, 100 in flight').more('acksPerSecond', 'insert per message', 15, 'acks');
  of('pages', 'newest, in process').most('cpuMicrosPerRead', 5, 'µs', 'CPU per read');
  of('pages', '90 % back, storage').flat('cpuMicrosPerRead', '10 % back, storage', 1.2, 'CPU per read');
  const searching = of('search', '1,000,000 messages');
  searching.most('bytesPerMessage', 350, 'bytes', 'a message on the disk');
  searching.most('firstSearchMs', 200, 'ms', 'first search ever');
  searching.most('searchP99Ms', 50, 'ms', 'p99 of searches');
  searching.most('residentMegabytes', 512, 'MB', 'resident');
  return checks;
};

/** The goals that this run says something about. */
export const goals = (results: readonly Measured[]): Table => ({
  headings: ['workload', 'setting', 'goal', 'measured', ''],
  rows: checksOf(results).map(({ workload, setting, goal, value, unit, reached }) => [
    workload,
    setting,
    goal,
    `${value.toFixed(digits[unit])} ${unit}`,
    reached ? 'reached' : '**not reached**',
  ]),
});
