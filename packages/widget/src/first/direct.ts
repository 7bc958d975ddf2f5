import type { Stop } from '@chat/client';
import type { Feature } from '../places.ts';

/** Rooms of two: all of it comes beside the rest, and nobody waits for it. */
export const direct: Feature = {
  name: 'direct',
  watch: (place, changed) => {
    let stops: Stop[] | undefined = [];
    import('../direct-rooms.ts').then(
      ({ watchDirect, ...whole }) => {
        Object.assign(direct, whole.direct);
        stops &&= watchDirect(place, changed);
      },
      () => {},
    );
    return [
      () => {
        for (const stop of stops ?? []) stop();
        stops = undefined;
      },
    ];
  },
};
