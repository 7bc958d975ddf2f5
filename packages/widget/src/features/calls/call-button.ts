import { emit } from '../../core/emit.ts';
import { calls } from './index.ts';
import { icons } from '../../ui/all-icons.ts';
import type { Feature, RoomPlace } from '../../core/feature.ts';
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
