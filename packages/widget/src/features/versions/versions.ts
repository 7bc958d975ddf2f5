import { mayReadVersions, openVersions } from './deferred.ts';
import { icons } from '../../ui/all-icons.ts';
import type { Feature, MessageAction, MessageContext } from '../../core/feature.ts';

const action = (context: MessageContext): MessageAction => ({
  name: 'versions',
  label: context.language.text('versions'),
  icon: icons.history,
  group: 'room',
  secondary: true,
  run: () => openVersions(context),
});

/** Previous versions of an edited message, for its author and for moderators. */
export const versions: Feature = {
  name: 'versions',
  actions: (context) => (mayReadVersions(context) ? [action(context)] : []),
};
