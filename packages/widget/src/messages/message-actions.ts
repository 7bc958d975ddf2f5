import { features } from '../core/feature-registry.ts';
import type { MessageAction, MessageContext } from '../core/feature.ts';
import { shows } from '../core/feature-filter.ts';

const isSettled = ({ item }: MessageContext): boolean =>
  item.deletedAt === undefined && item.status === 'sent';

/** Whether there is anything to do with a message. */
export const hasActions = (place: MessageContext): boolean =>
  isSettled(place) &&
  features.some(({ lazy, actionNames, actions }) =>
    ((lazy ? actionNames?.(place) : actions?.(place).map(({ name }) => name)) ?? []).some((name) =>
      shows(place.features, name),
    ),
  );

/** What the user may do with a message: by its state, by right, and by what the page offers. What destroys comes last. */
export const actionsOf = (place: MessageContext): MessageAction[] => {
  if (!isSettled(place)) return [];
  const actions = features
    .flatMap(({ actions: of }) => of?.(place) ?? [])
    .filter(({ name }) => shows(place.features, name));
  return [...actions.filter((each) => !each.destructive), ...actions.filter((each) => each.destructive)];
};

/** The rest of the features that belong to the menu of a message. Resolves in any case: what cannot be had is left out. */
export const loadActions = async (): Promise<void> => {
  await Promise.allSettled(
    features.flatMap(({ lazy, actionNames }) => (lazy && actionNames ? lazy.part.load() : [])),
  );
};
