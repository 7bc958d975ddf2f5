import { mayReadVersions, openVersions } from '../edited-mark.ts';
import { icons } from '../more-icons.ts';
import type { Feature, MessageAction, MessagePlace } from '../places.ts';

const action = (place: MessagePlace): MessageAction => ({
  name: 'versions',
  label: place.language.text('versions'),
  icon: icons.history,
  run: () => openVersions(place),
});

/** What a message said before it was edited: for its author, and for moderators. */
export const versions: Feature = {
  name: 'versions',
  actions: (place) => (mayReadVersions(place) ? [action(place)] : []),
};
