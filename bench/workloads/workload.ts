import type { Measured, Run } from '../compare.ts';

export interface Workload {
  name: string;
  /** What it does and what is counted, in a sentence or two for the page. */
  about: string;
  /** It has many figures, and few who are compared. */
  tall?: boolean;
  run(run: Run): Promise<Measured[]>;
}
