import { mayReadVersions, openVersions } from './deferred.ts';
import { icons } from '../../ui/all-icons.ts';
import type { Feature, MessageAction, MessageContext } from '../../core/feature.ts';

const action = (place: MessageContext): MessageAction => ({
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
