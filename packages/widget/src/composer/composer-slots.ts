import type { SendContent } from '@chat/client';
import { nothing } from 'lit';
import { features } from '../core/feature-registry.ts';
import type { ComposerContext, Feature, SlotContent } from '../core/feature.ts';
import { shows } from '../core/feature-filter.ts';

/** The features the page shows. */
export const shownFeatures = (place: ComposerContext): Feature[] =>
  features.filter(({ name }) => shows(place.features, name));

/** What the features the page shows put into a place of the composer. */
export const renderComposerSlot = (
  place: ComposerContext,
  where: 'renderTools' | 'renderAboveField' | 'renderBeforeField',
): SlotContent[] =>
  shownFeatures(place)
    .map((feature) => feature[where]?.(place) ?? nothing)
    .filter((piece) => piece !== nothing);

/** A feature has taken the key. */
export const dispatchKey = (event: KeyboardEvent, place: ComposerContext): boolean =>
  shownFeatures(place).some((feature) => feature.onKeyDown?.(event, place) === true);

export const dispatchInput = (place: ComposerContext): void => {
  for (const feature of shownFeatures(place)) feature.onInput?.(place);
};

export const dispatchPaste = (event: ClipboardEvent, place: ComposerContext): void => {
  for (const feature of shownFeatures(place)) feature.onPaste?.(event, place);
};

/** There is something to send besides the text. */
export const hasContent = (place: ComposerContext): boolean =>
  shownFeatures(place).some((feature) => feature.hasContent?.(place) === true);

/** A feature is not ready: true, or why. */
export const sendBlocker = (place: ComposerContext): string | boolean =>
  shownFeatures(place)
    .map((feature) => feature.blockSend?.(place) ?? false)
    .find(Boolean) ?? false;

const contentOf = (place: ComposerContext): Partial<SendContent> =>
  Object.assign(
    {},
    ...shownFeatures(place).map((feature) => feature.sendContent?.(place)),
  ) as Partial<SendContent>;

/** Sends what was written, unless a feature does something else with it. A failed send stands in the list with its reason. */
export const sendNew = (text: string, place: ComposerContext): void => {
  const content = contentOf(place);
  const send = (): void => {
    place.room.messages.send({ text, ...content }).catch(() => {});
    for (const feature of shownFeatures(place)) feature.onSent?.(place);
  };
  if (!shownFeatures(place).some((feature) => feature.interceptSend?.(text, place, send) === true)) send();
};

/** Asks for what helps those who write. */
export const loadForWriting = (): void => {
  for (const { lazy } of features) if (lazy?.onWriting) lazy.part.want();
};

/** What has to be there before this text is sent, else null. */
export const partsToSend = (text: string): Promise<unknown> | null => {
  const parts = features.flatMap(({ lazy }) => (lazy?.toSend?.(text) ? lazy.part.load() : []));
  return parts.length === 0 ? null : Promise.allSettled(parts);
};
