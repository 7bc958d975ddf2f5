import type { MessageItem } from '@chat/client';
import { nothing } from 'lit';
import { features } from './features/index.ts';
import { isComing } from './late.ts';
import type { Later, ListPlace, MessageAction, MessagePlace, Piece, RoomPlace } from './places.ts';
import { wantMarks } from './said.ts';
import { shows } from './shows.ts';

/** What the features the page shows put into one place of a message. */
export const piecesOf = (
  place: MessagePlace,
  where: 'above' | 'below' | 'under' | 'mark' | 'state',
): Piece[] =>
  features
    .map((feature) => (shows(place.features, feature.name) ? (feature[where]?.(place) ?? nothing) : nothing))
    .filter((piece) => piece !== nothing);

/** What the features show over the list. */
export const floatsOf = (place: ListPlace): Piece[] =>
  features.map(({ name, float }) => (float && shows(place.features, name) ? float(place) : nothing));

/** What the features say of a message in words: classes for the row, or labels for a screen reader. */
export const wordsOf = (place: MessagePlace, where: 'rowClass' | 'label'): string[] =>
  features
    .map((feature) => (shows(place.features, feature.name) ? (feature[where]?.(place) ?? '') : ''))
    .filter((word) => word !== '');

const isSettled = ({ item }: MessagePlace): boolean => item.deletedAt === undefined && item.status === 'sent';

/** The rest of the features that belong to a menu. Resolves in any case: what cannot be had is left out. */
export const wantActions = async (wanted: (later: Later) => unknown): Promise<void> => {
  await Promise.allSettled(
    features.flatMap(({ later }) => (later && wanted(later) ? later.part.load() : [])),
  );
};

/** Whether there is anything to do with a message. */
export const hasActions = (place: MessagePlace): boolean =>
  isSettled(place) &&
  features.some(({ later, actions }) =>
    (later?.acts?.(place) ?? actions?.(place).map(({ name }) => name) ?? []).some((name) =>
      shows(place.features, name),
    ),
  );

/** Asks for what these messages need, and says whether it is about to come. */
export const wantForItems = (items: readonly MessageItem[]): boolean => {
  for (const { later } of features) if (later?.item && items.some(later.item)) later.part.want();
  for (const { text } of items) wantMarks(text);
  return isComing();
};

/** What the user may do with a message: by its state, by right, and by what the page offers. What destroys comes last. */
export const actionsOf = (place: MessagePlace): MessageAction[] => {
  if (!isSettled(place)) return [];
  const actions = features
    .flatMap(({ actions: of }) => of?.(place) ?? [])
    .filter(({ name }) => shows(place.features, name));
  return [...actions.filter((each) => !each.destructive), ...actions.filter((each) => each.destructive)];
};

/** On what besides itself the look of a message depends. */
export const inputsOf = (place: RoomPlace): unknown[] =>
  features.flatMap(({ inputs }) => inputs?.(place) ?? []);

/** On what besides itself and that the look of one message depends. */
export const itemInputsOf = (item: MessageItem, place: RoomPlace): unknown[] =>
  features.flatMap(({ itemInputs }) => itemInputs?.(item, place) ?? []);
