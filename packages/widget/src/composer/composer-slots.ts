import type { SendContent } from '@chat/client';
import { nothing } from 'lit';
import { features } from '../core/feature-registry.ts';
import type { ComposerContext, Feature, SlotContent } from '../core/feature.ts';
import { shows } from '../core/feature-filter.ts';

/** Returns the features that the page shows. */
export const shownFeatures = (context: ComposerContext): Feature[] =>
  features.filter(({ name }) => shows(context.features, name));

/** Renders a slot of the composer. */
export const renderComposerSlot = (
  context: ComposerContext,
  where: 'renderTools' | 'renderAboveField' | 'renderBeforeField',
): SlotContent[] =>
  shownFeatures(context)
    .map((feature) => feature[where]?.(context) ?? nothing)
    .filter((piece) => piece !== nothing);

/** Returns true if a feature handles the key. */
export const dispatchKey = (event: KeyboardEvent, context: ComposerContext): boolean =>
  shownFeatures(context).some((feature) => feature.onKeyDown?.(event, context) === true);

export const dispatchInput = (context: ComposerContext): void => {
  for (const feature of shownFeatures(context)) feature.onInput?.(context);
};

export const dispatchPaste = (event: ClipboardEvent, context: ComposerContext): void => {
  for (const feature of shownFeatures(context)) feature.onPaste?.(event, context);
};

/** Whether a message may be sent without text. */
export const hasContent = (context: ComposerContext): boolean =>
  shownFeatures(context).some((feature) => feature.hasContent?.(context) === true);

/** Returns whether a feature blocks sending: true, or a text that says why. */
export const sendBlocker = (context: ComposerContext): string | boolean =>
  shownFeatures(context)
    .map((feature) => feature.blockSend?.(context) ?? false)
    .find(Boolean) ?? false;

/** Returns what the features add to a new message. */
export const contentOf = (context: ComposerContext): Partial<SendContent> =>
  Object.assign(
    {},
    ...shownFeatures(context).map((feature) => feature.sendContent?.(context)),
  ) as Partial<SendContent>;

/** Sends a message, unless a feature intercepts it. A failed message stays in the list with its error. */
export const sendNew = (text: string, context: ComposerContext): void => {
  const content = contentOf(context);
  const send = (): void => {
    context.room.messages.send({ text, ...content }).catch(() => {});
    for (const feature of shownFeatures(context)) feature.onSent?.(context);
  };
  if (!shownFeatures(context).some((feature) => feature.interceptSend?.(text, context, send) === true))
    send();
};

/** Loads the features that help while writing. */
export const loadForWriting = (): void => {
  for (const { lazy } of features) if (lazy?.onWriting) lazy.part.want();
};

/** Loads the features that this text needs before it is sent; null if there are none. */
export const partsToSend = (text: string): Promise<unknown> | null => {
  const parts = features.flatMap(({ lazy }) => (lazy?.toSend?.(text) ? lazy.part.load() : []));
  return parts.length === 0 ? null : Promise.allSettled(parts);
};
