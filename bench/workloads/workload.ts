import type { Measured, Run } from '../compare.ts';

export interface Workload {
  name: string;
  /** Describes the workload and its measure for the page, in a sentence or two. */
  about: string;
  /** It has many figures, and few who are compared. */
  tall?: boolean;
  run(run: Run): Promise<Measured[]>;
}
