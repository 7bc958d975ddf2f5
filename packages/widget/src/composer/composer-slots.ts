import type { SendContent } from '@chat/client';
import { nothing } from 'lit';
import { features } from '../core/feature-registry.ts';
import type { ComposerContext, Feature, SlotContent } from '../core/feature.ts';
import { shows } from '../core/feature-filter.ts';

/** The features the page shows. */
export const shownFeatures = (context: ComposerContext): Feature[] =>
  features.filter(({ name }) => shows(context.features, name));

/** What the features the page shows put into a place of the composer. */
export const renderComposerSlot = (
  context: ComposerContext,
  where: 'renderTools' | 'renderAboveField' | 'renderBeforeField',
): SlotContent[] =>
  shownFeatures(context)
    .map((feature) => feature[where]?.(context) ?? nothing)
    .filter((piece) => piece !== nothing);

/** A feature has taken the key. */
export const dispatchKey = (event: KeyboardEvent, context: ComposerContext): boolean =>
  shownFeatures(context).some((feature) => feature.onKeyDown?.(event, context) === true);

export const dispatchInput = (context: ComposerContext): void => {
  for (const feature of shownFeatures(context)) feature.onInput?.(context);
};

export const dispatchPaste = (event: ClipboardEvent, context: ComposerContext): void => {
  for (const feature of shownFeatures(context)) feature.onPaste?.(event, context);
};

/** There is something to send besides the text. */
export const hasContent = (context: ComposerContext): boolean =>
  shownFeatures(context).some((feature) => feature.hasContent?.(context) === true);

/** A feature is not ready: true, or why. */
export const sendBlocker = (context: ComposerContext): string | boolean =>
  shownFeatures(context)
    .map((feature) => feature.blockSend?.(context) ?? false)
    .find(Boolean) ?? false;

const contentOf = (context: ComposerContext): Partial<SendContent> =>
  Object.assign(
    {},
    ...shownFeatures(context).map((feature) => feature.sendContent?.(context)),
  ) as Partial<SendContent>;

/** Sends what was written, unless a feature does something else with it. A failed send stands in the list with its reason. */
export const sendNew = (text: string, context: ComposerContext): void => {
  const content = contentOf(context);
  const send = (): void => {
    context.room.messages.send({ text, ...content }).catch(() => {});
    for (const feature of shownFeatures(context)) feature.onSent?.(context);
  };
  if (!shownFeatures(context).some((feature) => feature.interceptSend?.(text, context, send) === true))
    send();
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
