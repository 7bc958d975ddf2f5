import { features } from '../index.ts';
import type { MemberPlace, MessageAction } from '../../core/feature.ts';
import { shows } from '../../core/feature-filter.ts';

/** What the user may do with somebody, by right and by what the page offers. What destroys comes last. */
export const memberActionsOf = (place: MemberPlace): MessageAction[] => {
  const actions = features
    .flatMap(({ memberActions }) => memberActions?.(place) ?? [])
    .filter(({ name }) => shows(place.features, name));
  return [...actions.filter((each) => !each.destructive), ...actions.filter((each) => each.destructive)];
};
