import { compare } from '../compare.ts';
import { chat } from '../contenders.ts';
import { storagePeer } from './storage-peer.ts';
import type { Workload } from './workload.ts';

export const search: Workload = {
  name: 'search',
  about:
    'One room of a million messages of ten words, in SQLite. The words are indexed while nothing else is written; then a ' +
    'thousand searches for a word, in process, rights included, the first of them the first ever. Size of the file before ' +
    'that, by message.',
  run: (run) => {
    const messages = run.quick ? 1_000 : Number(process.env['BENCH_MESSAGES'] ?? 1_000_000);
    return compare(
      // The first search is the first in one round only.
      { ...run, rounds: 1 },
      {
        workload: 'search',
        setting: `${messages.toLocaleString('en')} messages`,
        warmUps: 0,
        entrants: [
          storagePeer(
            run,
            chat.name,
            'sqlite',
            { what: 'search', searches: run.quick ? 10 : 1_000 },
            { what: 'fill', messages, words: true },
          ),
        ],
      },
    );
  },
};
