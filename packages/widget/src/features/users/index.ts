import type { Stop } from '@chat/client';
import { emit } from '../../core/emit.ts';
import type { Feature } from '../../core/feature.ts';
import { shows } from '../../core/feature-filter.ts';

/** Loads what looks up when the other user of a direct room was last online. */
const watch: NonNullable<Feature['watch']> = (context, changed) => {
  const { host, room, features } = context;
  // The header belongs to the room.
  if (host.localName !== 'chat-room' || !shows(features, 'profile')) return [];
  let stops: Stop[] | undefined = [];
  let wanted = false;
  const load = (): void => {
    if (wanted || room.state.get().room?.type !== 'direct') return;
    wanted = true;
    import('./last-seen.ts').then(
      ({ watchLastSeen }) => stops?.push(...watchLastSeen(context, changed)),
      () => (wanted = false),
    );
  };
  stops.push(room.state.subscribe(load));
  return [
    () => {
      for (const stop of stops ?? []) stop();
      stops = undefined;
    },
  ];
};

/** Opens profiles over the page, and shows in direct rooms when the other user was last online. */
export const users: Feature = {
  name: 'profile',
  watch,
  openProfile: (context, person) =>
    void import('./users.ts').then(
      ({ openCard }) => openCard(context, person),
      () => emit(context.host, 'chat-error', { error: { code: 'disconnected' } }),
    ),
};
