import { features } from '../core/feature-registry.ts';
import type { MessageAction, MessagePlace } from '../core/feature.ts';
import { shows } from '../core/feature-filter.ts';

const isSettled = ({ item }: MessagePlace): boolean => item.deletedAt === undefined && item.status === 'sent';

/** Whether there is anything to do with a message. */
export const hasActions = (place: MessagePlace): boolean =>
  isSettled(place) &&
  features.some(({ later, actionNames, actions }) =>
    ((later ? actionNames?.(place) : actions?.(place).map(({ name }) => name)) ?? []).some((name) =>
      shows(place.features, name),
    ),
  );

/** What the user may do with a message: by its state, by right, and by what the page offers. What destroys comes last. */
export const actionsOf = (place: MessagePlace): MessageAction[] => {
  if (!isSettled(place)) return [];
  const actions = features
    .flatMap(({ actions: of }) => of?.(place) ?? [])
    .filter(({ name }) => shows(place.features, name));
  return [...actions.filter((each) => !each.destructive), ...actions.filter((each) => each.destructive)];
};

/** The rest of the features that belong to the menu of a message. Resolves in any case: what cannot be had is left out. */
export const wantActions = async (): Promise<void> => {
  await Promise.allSettled(
    features.flatMap(({ later, actionNames }) => (later && actionNames ? later.part.load() : [])),
  );
};
