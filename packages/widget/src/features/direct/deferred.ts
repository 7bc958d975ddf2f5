import type { Stop } from '@chat/client';
import type { Feature } from '../../core/feature.ts';
import { direct } from './index.ts';

/** Watches direct rooms once their code is loaded. */
const watch: NonNullable<Feature['watch']> = (context, changed) => {
  let stops: Stop[] | undefined = [];
  import('./direct.ts').then(
    ({ watchDirect: watchRooms, ...whole }) => {
      Object.assign(direct, whole.direct);
      stops &&= watchRooms(context, changed);
    },
    () => {},
  );
  return [
    () => {
      for (const stop of stops ?? []) stop();
      stops = undefined;
    },
  ];
};

export const directDeferred = { watch } satisfies Partial<Feature>;
