import type { MessageItem } from '@chat/client';
import { nothing } from 'lit';
import { features } from '../core/feature-registry.ts';
import type { ListPlace, MessagePlace, Piece, RoomPlace } from '../core/feature.ts';
import { shows } from '../core/feature-filter.ts';

/** What the features the page shows put into one place of a message. */
export const piecesOf = (
  place: MessagePlace,
  where: 'above' | 'below' | 'under' | 'mark' | 'renderEdited' | 'state',
): Piece[] =>
  features
    .map((feature) =>
      feature[where] && shows(place.features, feature.name) ? feature[where](place) : nothing,
    )
    .filter((piece) => piece !== nothing);

/** What the features show over the list. */
export const floatsOf = (place: ListPlace): Piece[] =>
  features.map(({ name, float }) => (float && shows(place.features, name) ? float(place) : nothing));

/** What the features say of a message in words: classes for the row, or labels for a screen reader. */
export const wordsOf = (place: MessagePlace, where: 'rowClass' | 'label'): string[] =>
  features
    .map((feature) => (feature[where] && shows(place.features, feature.name) ? feature[where](place) : ''))
    .filter((word) => word !== '');

/** The rest of the features that have something in the menus of people. Resolves in any case: what cannot be had is left out. */
export const wantPeople = async (): Promise<void> => {
  await Promise.allSettled(features.flatMap(({ later }) => (later?.people ? later.part.load() : [])));
};

/** On what besides itself the look of a message depends. */
export const inputsOf = (place: RoomPlace): unknown[] =>
  features.flatMap(({ inputs }) => inputs?.(place) ?? []);

/** On what besides itself and that the look of one message depends. Asked of many, so who answers is looked up once. */
export const itemInputs = (place: RoomPlace): ((item: MessageItem) => unknown[]) => {
  const asked = features.flatMap((feature) => feature.itemInputs ?? []);
  return (item) => asked.flatMap((of) => of(item, place));
};
