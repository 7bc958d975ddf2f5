import { bigRoom, calm } from './open-loop.ts';
import { saturation } from './saturation.ts';
import type { Workload } from './workload.ts';

/** In the order of the page. */
export const workloads: Workload[] = [saturation, bigRoom, calm];
