import { features } from '../core/feature-registry.ts';
import type { MessageAction, MessageContext } from '../core/feature.ts';
import { shows } from '../core/feature-filter.ts';

const isSettled = ({ item }: MessageContext): boolean =>
  item.deletedAt === undefined && item.status === 'sent';

/** Whether a message has menu entries. */
export const hasActions = (context: MessageContext): boolean =>
  isSettled(context) &&
  features.some(({ lazy, actionNames, actions }) =>
    ((lazy ? actionNames?.(context) : actions?.(context).map(({ name }) => name)) ?? []).some((name) =>
      shows(context.features, name),
    ),
  );

/**
 * Returns the menu entries of a message: by state, by right, and by the page's `features`. Destructive ones
 * come last.
 */
export const actionsOf = (context: MessageContext): MessageAction[] => {
  if (!isSettled(context)) return [];
  const actions = features
    .flatMap(({ actions: of }) => of?.(context) ?? [])
    .filter(({ name }) => shows(context.features, name));
  return [...actions.filter((each) => !each.destructive), ...actions.filter((each) => each.destructive)];
};

/**
 * Loads the features with entries in a message's menu. Never rejects: a feature that fails to load is left
 * out.
 */
export const loadActions = async (): Promise<void> => {
  await Promise.allSettled(
    features.flatMap(({ lazy, actionNames }) => (lazy && actionNames ? lazy.part.load() : [])),
  );
};
