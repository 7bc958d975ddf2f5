import type { MessageItem } from '@chat/client';
import { nothing } from 'lit';
import { after } from '../core/deferred.ts';
import { features } from '../features/index.ts';
import { isComing } from '../core/lazy.ts';
import type { ListPlace, MessagePlace, Piece, RoomPlace } from '../core/feature.ts';
import { wantMarks } from '../text/message-body.ts';
import { shows } from '../core/feature-filter.ts';

/** What the features the page shows put into one place of a message. */
export const piecesOf = (
  place: MessagePlace,
  where: 'above' | 'below' | 'under' | 'mark' | 'state',
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

/** Asks for what these messages need, and says whether it is about to come. */
export const wantForItems = (items: readonly MessageItem[]): boolean => {
  for (const { later } of features) if (later?.item && items.some(later.item)) later.part.want();
  // What has no letters may be one large picture.
  if (!after.want(false) && items.some(({ text, status }) => status === 'failed' || !/\p{L}/u.test(text)))
    after.want();
  for (const { text } of items) wantMarks(text);
  return isComing();
};

/** On what besides itself the look of a message depends. */
export const inputsOf = (place: RoomPlace): unknown[] =>
  features.flatMap(({ inputs }) => inputs?.(place) ?? []);

/** On what besides itself and that the look of one message depends. Asked of many, so who answers is looked up once. */
export const itemInputs = (place: RoomPlace): ((item: MessageItem) => unknown[]) => {
  const asked = features.flatMap((feature) => feature.itemInputs ?? []);
  return (item) => asked.flatMap((of) => of(item, place));
};
