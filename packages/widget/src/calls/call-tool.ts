import { emit } from '../emit.ts';
import { calls } from '../first/calls.ts';
import { icons } from '../more-icons.ts';
import type { Feature, RoomPlace } from '../places.ts';
import { canCall } from './can-call.ts';

const open = async (place: RoomPlace, opener: HTMLElement): Promise<void> => {
  try {
    await calls.later?.part.load();
    calls.tool?.(place)?.run?.(opener);
  } catch (error) {
    emit(place.host, 'chat-error', { error });
  }
};

/** The button, until all of it has come. */
export const callTool: NonNullable<Feature['tool']> = (place) =>
  canCall(place)
    ? {
        label: place.language.text('call'),
        icon: icons.phone,
        run: (opener) => void open(place, opener),
      }
    : null;
