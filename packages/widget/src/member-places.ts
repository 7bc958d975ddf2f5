import { features } from './features/index.ts';
import type { MemberPlace, MessageAction } from './places.ts';
import { shows } from './shows.ts';

/** What the user may do with somebody, by right and by what the page offers. What destroys comes last. */
export const memberActionsOf = (place: MemberPlace): MessageAction[] => {
  const actions = features
    .flatMap(({ memberActions }) => memberActions?.(place) ?? [])
    .filter(({ name }) => shows(place.features, name));
  return [...actions.filter((each) => !each.destructive), ...actions.filter((each) => each.destructive)];
};
