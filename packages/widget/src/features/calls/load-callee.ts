import type { Stop } from '@chat/client';
import type { RoomPlace } from '../../core/feature.ts';

const againMs = 10_000;

/** Asks who belongs to a private room, here or not, as long as that may be two: whether one can call there hangs on it. */
export const knowPeople = ({ room }: RoomPlace): Stop => {
  let asking = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    const { status, room: about } = room.state.get();
    const { items, hasMore } = room.members.get();
    const few = items.filter(({ user }) => !user.bot).length < 3;
    if (asking || status !== 'joined' || about?.type !== 'private' || !hasMore || !few) return;
    asking = true;
    const goOn = (): void => {
      asking = false;
      look();
    };
    room.members.loadMore().then(goOn, () => (timer = setTimeout(goOn, againMs)));
  };
  const stop = room.members.subscribe(look);
  return () => {
    asking = true;
    clearTimeout(timer);
    stop();
  };
};
