import { isCommandName, type CommandFigures, type ErrorCode } from '@chat/protocol';
import type { Stats } from './stats.ts';

/** Counts the outcomes of commands since the server started. */
export interface Metrics {
  /** Counts a command and its duration, ms. */
  countCommand(command: string, outcome: 'ok' | ErrorCode, afterMs: number): void;
  /** Counts a handshake or request that was rejected before its command began. */
  countRefusal(code: ErrorCode): void;
  /** Returns the figures of each command that ran. */
  commands(): CommandFigures[];
  /** Returns how many handshakes and requests were rejected before their command began. */
  refused(): number;
  /** Returns everything as OpenMetrics text, version 1.0.0. */
  text(stats: Stats, webhooks?: readonly WebhookFigures[]): string;
}

/** Figures of a webhook since the server started. */
interface WebhookFigures {
  name: string;
  delivered: number;
  failed: number;
  roomsBehind: number;
}

interface Tally {
  outcomes: Map<string, number>;
  sumMs: number;
  /** Number of commands within each bound. */
  within: number[];
}

/** Seconds. */
const bounds = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5];
const levels = ['calm', 'busy', 'overloaded'] as const;

export const createMetrics = (): Metrics => {
  const tallies = new Map<string, Tally>();
  const refusals = new Map<ErrorCode, number>();

  const tallyOf = (command: string): Tally => {
    // All unknown commands count as one, or they would fill the memory.
    const name = isCommandName(command) ? command : 'unknown';
    const known = tallies.get(name);
    if (known) return known;
    const tally: Tally = { outcomes: new Map(), sumMs: 0, within: bounds.map(() => 0) };
    tallies.set(name, tally);
    return tally;
  };

  return {
    countCommand: (command, outcome, afterMs) => {
      const tally = tallyOf(command);
      tally.outcomes.set(outcome, (tally.outcomes.get(outcome) ?? 0) + 1);
      tally.sumMs += afterMs;
      for (let index = bounds.length - 1; index >= 0 && afterMs <= (bounds[index] ?? 0) * 1_000; index -= 1)
        tally.within[index] = (tally.within[index] ?? 0) + 1;
    },
    countRefusal: (code) => void refusals.set(code, (refusals.get(code) ?? 0) + 1),
    commands: () =>
      [...tallies].map(([command, { outcomes, sumMs }]) => {
        const ok = outcomes.get('ok') ?? 0;
        return { command, ok, failed: total(outcomes) - ok, totalMs: sumMs };
      }),
    refused: () => total(refusals),
    text: (stats, webhooks = []) =>
      [
        ...metric('chat_connections', 'gauge', 'Live sockets', [['', stats.connections]]),
        ...metric('chat_unauthenticated', 'gauge', 'Sockets whose user is not known yet', [
          ['', stats.unauthenticated],
        ]),
        ...metric('chat_users', 'gauge', 'People connected, sessions in process included', [
          ['', stats.users],
        ]),
        ...metric('chat_rooms', 'gauge', 'Rooms open in this process', [['', stats.rooms]]),
        ...metric('chat_event_loop_lag_seconds', 'gauge', 'How late the event loop ran at the last look', [
          ['', stats.lagMs / 1_000],
        ]),
        ...metric(
          'chat_load',
          'gauge',
          '1 for what that makes of the server',
          levels.map((level) => [labels({ level }), Number(stats.load === level)]),
        ),
        ...metric(
          'chat_commands_total',
          'counter',
          'Commands answered, by what came of them',
          [...tallies].flatMap(([command, { outcomes }]) =>
            [...outcomes].map(([outcome, count]): Sample => [labels({ command, outcome }), count]),
          ),
        ),
        ...metric(
          'chat_refused_requests_total',
          'counter',
          'Handshakes and requests refused before a command, by code',
          [...refusals].map(([code, count]): Sample => [labels({ code }), count]),
        ),
        ...durations(tallies),
        ...metric(
          'chat_webhook_deliveries_total',
          'counter',
          'Attempts to deliver an event to a webhook',
          webhooks.flatMap(({ name, delivered, failed }): Sample[] => [
            [labels({ webhook: name, outcome: 'delivered' }), delivered],
            [labels({ webhook: name, outcome: 'failed' }), failed],
          ]),
        ),
        ...metric(
          'chat_webhook_rooms_behind',
          'gauge',
          'Rooms with events that wait for a webhook',
          webhooks.map(({ name, roomsBehind }): Sample => [labels({ webhook: name }), roomsBehind]),
        ),
        '# EOF',
        '',
      ].join('\n'),
  };
};

const total = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((sum, each) => sum + each, 0);

type Sample = [labels: string, value: number];

const labels = (named: Record<string, string>): string =>
  `{${Object.entries(named)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',')}}`;

/** A counter is named without the `_total` that its samples have. */
const metric = (name: string, type: string, help: string, samples: Sample[]): string[] => {
  const family = type === 'counter' ? name.replace(/_total$/, '') : name;
  return [
    `# HELP ${family} ${help}.`,
    `# TYPE ${family} ${type}`,
    ...samples.map(([labelled, value]) => `${name}${labelled} ${value}`),
  ];
};

const durations = (tallies: ReadonlyMap<string, Tally>): string[] => {
  const name = 'chat_command_duration_seconds';
  const samples = [...tallies].flatMap(([command, { outcomes, sumMs, within }]) => {
    const count = total(outcomes);
    return [
      ...bounds.map(
        (bound, index) => `${name}_bucket${labels({ command, le: `${bound}` })} ${within[index]}`,
      ),
      `${name}_bucket${labels({ command, le: '+Inf' })} ${count}`,
      `${name}_sum${labels({ command })} ${sumMs / 1_000}`,
      `${name}_count${labels({ command })} ${count}`,
    ];
  });
  return [...metric(name, 'histogram', 'Time from a command to its answer', []), ...samples];
};
