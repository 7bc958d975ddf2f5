import { abuse } from './abuse.ts';
import { ack } from './ack.ts';
import { crowd } from './crowd.ts';
import { joinStorm } from './join-storm.ts';
import { memory } from './memory.ts';
import { pages } from './pages.ts';
import { bigRoom, calm } from './open-loop.ts';
import { reconnectStorm } from './reconnect-storm.ts';
import { saturation } from './saturation.ts';
import { search } from './search.ts';
import type { Workload } from './workload.ts';

/** In the order of the page. */
export const workloads: Workload[] = [
  saturation,
  bigRoom,
  calm,
  joinStorm,
  reconnectStorm,
  memory,
  ack,
  pages,
  search,
  crowd,
  abuse,
];
