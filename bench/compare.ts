import { startContender, type Contender, type Kind } from './contender.ts';

/** How a run is made. */
export interface Run {
  rounds: number;
  /** Small rooms and short windows: shows that everything works, measures nothing. */
  quick: boolean;
  /** A folder on the disk that is measured, removed afterwards. */
  folder: string;
  log(line: string): void;
}

/** What was measured of one contender in one setting: each list holds one figure per round. */
export interface Measured {
  workload: string;
  setting: string;
  server: string;
  figures: Record<string, number[]>;
}

export interface Comparison<State> {
  workload: string;
  setting: string;
  contenders: Kind[];
  /** Flags of Node for the contenders. */
  flags?: string[];
  /** Before the first round, once per contender. */
  prepare(server: Contender): Promise<State>;
  /** One round. */
  measure(server: Contender, state: State): Promise<Record<string, number>>;
  /** How often each is measured for nothing first, so that its code is compiled. 1 unless told. */
  warmUps?: number;
  finish?(state: State): void;
}

/**
 * Measures the contenders in turn, round after round, so that a machine that slows down or speeds up does so for all; who
 * begins changes with the round.
 */
export const compare = async <State>(
  run: Run,
  { workload, setting, contenders, flags, prepare, measure, warmUps = 1, finish }: Comparison<State>,
): Promise<Measured[]> => {
  const started = await Promise.all(
    contenders.map(async (kind) => ({ server: await startContender(kind, run.folder, flags) })),
  );
  const entrants: { server: Contender; state: State; result: Measured }[] = [];
  try {
    for (const { server } of started) {
      const state = await prepare(server);
      for (let warmUp = 0; warmUp < warmUps; warmUp++) await measure(server, state);
      entrants.push({ server, state, result: { workload, setting, server: server.name, figures: {} } });
    }
    for (let round = 0; round < run.rounds; round++) {
      const first = round % entrants.length;
      for (const { server, state, result } of [...entrants.slice(first), ...entrants.slice(0, first)]) {
        for (const [name, figure] of Object.entries(await measure(server, state))) {
          (result.figures[name] ??= []).push(figure);
        }
      }
    }
  } finally {
    for (const { state } of entrants) finish?.(state);
    await Promise.all(started.map(({ server }) => server.stop()));
  }
  return entrants.map(({ result }) => result);
};
