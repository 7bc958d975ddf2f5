import { features } from '../core/feature-registry.ts';
import type { MessageAction, MessageContext } from '../core/feature.ts';
import { shows } from '../core/feature-filter.ts';

const isSettled = ({ item }: MessageContext): boolean =>
  item.deletedAt === undefined && item.status === 'sent';

/** Whether there is anything to do with a message. */
export const hasActions = (context: MessageContext): boolean =>
  isSettled(context) &&
  features.some(({ lazy, actionNames, actions }) =>
    ((lazy ? actionNames?.(context) : actions?.(context).map(({ name }) => name)) ?? []).some((name) =>
      shows(context.features, name),
    ),
  );

/** What the user may do with a message: by its state, by right, and by what the page offers. What destroys comes last. */
export const actionsOf = (context: MessageContext): MessageAction[] => {
  if (!isSettled(context)) return [];
  const actions = features
    .flatMap(({ actions: of }) => of?.(context) ?? [])
    .filter(({ name }) => shows(context.features, name));
  return [...actions.filter((each) => !each.destructive), ...actions.filter((each) => each.destructive)];
};

/** The rest of the features that belong to the menu of a message. Resolves in any case: what cannot be had is left out. */
export const loadActions = async (): Promise<void> => {
  await Promise.allSettled(
    features.flatMap(({ lazy, actionNames }) => (lazy && actionNames ? lazy.part.load() : [])),
  );
};
