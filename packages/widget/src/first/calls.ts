import { canCall } from '../calls/can-call.ts';
import { emit } from '../emit.ts';
import { icons } from '../icons.ts';
import type { Feature, RoomPlace } from '../places.ts';
import { later } from './later.ts';

const open = async (place: RoomPlace, opener: HTMLElement): Promise<void> => {
  try {
    await calls.later?.part.load();
    calls.tool?.(place)?.run?.(opener);
  } catch (error) {
    emit(place.host, 'chat-error', { error });
  }
};

/** Its button stays; all else comes with the first call. */
export const calls: Feature = later(
  {
    name: 'calls',
    watch: ({ room, host }, changed) =>
      host.localName === 'chat-room' ? [room.calls.subscribe(changed)] : [],
    tool: (place) =>
      canCall(place)
        ? {
            label: place.language.text('call'),
            icon: icons.phone,
            run: (opener) => void open(place, opener),
          }
        : null,
  },
  { room: ({ room }) => room.calls.get() !== null, item: ({ kind }) => kind === 'call' },
  async () => (await import('../features/calls.ts')).calls,
);
