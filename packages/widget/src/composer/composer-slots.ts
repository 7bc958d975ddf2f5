import type { SendContent } from '@chat/client';
import { nothing } from 'lit';
import { features } from '../core/feature-registry.ts';
import type { ComposerPlace, Feature, Piece } from '../core/feature.ts';
import { shows } from '../core/feature-filter.ts';

/** The features the page shows. */
export const shown = (place: ComposerPlace): Feature[] =>
  features.filter(({ name }) => shows(place.features, name));

/** What the features the page shows put into a place of the composer. */
export const composerPieces = (place: ComposerPlace, where: 'tools' | 'over' | 'beforeField'): Piece[] =>
  shown(place)
    .map((feature) => feature[where]?.(place) ?? nothing)
    .filter((piece) => piece !== nothing);

/** A feature has taken the key. */
export const keyTo = (event: KeyboardEvent, place: ComposerPlace): boolean =>
  shown(place).some((feature) => feature.onKeyDown?.(event, place) === true);

export const inputTo = (place: ComposerPlace): void => {
  for (const feature of shown(place)) feature.onInput?.(place);
};

export const pasteTo = (event: ClipboardEvent, place: ComposerPlace): void => {
  for (const feature of shown(place)) feature.onPaste?.(event, place);
};

/** There is something to send besides the text. */
export const hasContent = (place: ComposerPlace): boolean =>
  shown(place).some((feature) => feature.hasContent?.(place) === true);

/** A feature is not ready: true, or why. */
export const holdsBack = (place: ComposerPlace): string | boolean =>
  shown(place)
    .map((feature) => feature.holds?.(place) ?? false)
    .find(Boolean) ?? false;

const contentOf = (place: ComposerPlace): Partial<SendContent> =>
  Object.assign({}, ...shown(place).map((feature) => feature.content?.(place))) as Partial<SendContent>;

/** Sends what was written, unless a feature does something else with it. A failed send stands in the list with its reason. */
export const sendNew = (text: string, place: ComposerPlace): void => {
  const content = contentOf(place);
  const send = (): void => {
    place.room.messages.send({ text, ...content }).catch(() => {});
    for (const feature of shown(place)) feature.sent?.(place);
  };
  if (!shown(place).some((feature) => feature.takes?.(text, place, send) === true)) send();
};

/** Asks for what helps those who write. */
export const wantForWriting = (): void => {
  for (const { later } of features) if (later?.writing) later.part.want();
};

/** What has to be there before this text is sent, else null. */
export const neededFor = (text: string): Promise<unknown> | null => {
  const parts = features.flatMap(({ later }) => (later?.sends?.(text) ? later.part.load() : []));
  return parts.length === 0 ? null : Promise.allSettled(parts);
};
