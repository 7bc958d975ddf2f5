import { features } from '../core/feature-registry.ts';
import type { ActionGroup, MessageAction, MessageContext } from '../core/feature.ts';
import { shows } from '../core/feature-filter.ts';

const groups: readonly ActionGroup[] = ['respond', 'message', 'room', 'danger'];

/** The row of icons comes first. */
const groupOf = ({ compact, destructive, group = 'message' }: MessageAction): number =>
  compact ? -1 : groups.indexOf(destructive ? 'danger' : group);

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

/** Returns the menu entries of a message: by state, by right, and by the page's `features`, group by group. */
export const actionsOf = (context: MessageContext): MessageAction[] => {
  if (!isSettled(context)) return [];
  return features
    .flatMap(({ actions: of }) => of?.(context) ?? [])
    .filter(({ name }) => shows(context.features, name))
    .toSorted((a, b) => groupOf(a) - groupOf(b) || Number(a.destructive ?? 0) - Number(b.destructive ?? 0));
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
