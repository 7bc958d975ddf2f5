import type { Stop } from '@chat/client';
import { emit } from '../../core/emit.ts';
import { calls } from './index.ts';
import { icons } from '../../ui/all-icons.ts';
import type { Feature, RoomContext } from '../../core/feature.ts';
import { shows } from '../../core/feature-filter.ts';
import { canCall } from './can-call.ts';

const againMs = 10_000;
/** Asks who belongs to a private room, here or not, as long as that may be two: whether one can call there hangs on it. */
const loadCallee = ({ room }: RoomContext): Stop => {
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

const open = async (place: RoomContext, opener: HTMLElement): Promise<void> => {
  try {
    await calls.lazy?.part.load();
    calls.tool?.(place)?.run?.(opener);
  } catch (error) {
    emit(place.host, 'chat-error', { error });
  }
};

/** The button, until all of it has come. */
const callTool: NonNullable<Feature['tool']> = (place) =>
  canCall(place)
    ? {
        label: place.language.text('call'),
        icon: icons.phone,
        run: (opener) => void open(place, opener),
      }
    : null;

export const watch: NonNullable<Feature['watch']> = (place, changed) =>
  place.host.localName === 'chat-room' && shows(place.features, 'calls')
    ? [place.room.calls.subscribe(changed), loadCallee(place)]
    : [];

/** The button until a call is begun, and what to watch. */
export const callsDeferred: Partial<Feature> = { watch, ...(calls.lazy ? { tool: callTool } : {}) };
