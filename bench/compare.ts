import { startContender, type Contender, type Kind } from './contender.ts';

/** How a run is made. */
export interface Run {
  rounds: number;
  /** Small rooms and short windows: shows that everything works, measures nothing. */
  quick: boolean;
  /** A folder on the disk that is measured, removed afterwards. */
  folder: string;
}

export type Figures = Record<string, number>;

/** The measurements of one contender in one setting: each list holds one figure per round. */
export interface Measured {
  workload: string;
  setting: string;
  server: string;
  figures: Record<string, number[]>;
}

/** Something that is measured again and again. */
export interface Entrant {
  measure(): Promise<Figures>;
  close(): Promise<void> | void;
}

export interface Comparison {
  workload: string;
  setting: string;
  entrants: { name: string; enter(): Promise<Entrant> }[];
  /** The number of warm-up rounds, which compile the code. Default: 1. */
  warmUps?: number;
}

/**
 * Measures the entrants in turn, round after round, so that a machine that slows down or speeds up does so for all; who
 * begins changes with the round.
 */
export const compare = async (
  { rounds }: Run,
  { workload, setting, entrants, warmUps = 1 }: Comparison,
): Promise<Measured[]> => {
  const entered: { entrant: Entrant; result: Measured }[] = [];
  try {
    for (const { name, enter } of entrants) {
      const entrant = await enter();
      entered.push({ entrant, result: { workload, setting, server: name, figures: {} } });
      for (let warmUp = 0; warmUp < warmUps; warmUp++) await entrant.measure();
    }
    for (let round = 0; round < rounds; round++) {
      const first = round % entered.length;
      for (const { entrant, result } of [...entered.slice(first), ...entered.slice(0, first)]) {
        for (const [name, figure] of Object.entries(await entrant.measure())) {
          (result.figures[name] ??= []).push(figure);
        }
      }
    }
  } finally {
    for (const { entrant } of entered) await entrant.close();
  }
  return entered.map(({ result }) => result);
};

/** A server that is started once, prepared, and measured while it runs. */
export const running = <State extends { close(): void }>(
  run: Run,
  kind: Kind,
  prepare: (server: Contender) => Promise<State>,
  measure: (server: Contender, state: State) => Promise<Figures>,
): Comparison['entrants'][number] => ({
  name: kind.name,
  enter: async () => {
    const server = await startContender(kind, run.folder);
    try {
      const state = await prepare(server);
      return {
        measure: () => measure(server, state),
        close: () => {
          state.close();
          return server.stop();
        },
      };
    } catch (error) {
      await server.stop();
      throw error;
    }
  },
});
