import type { MessageItem } from '@chat/client';
import { nothing } from 'lit';
import { features } from '../core/feature-registry.ts';
import type { ListContext, MessageContext, SlotContent, RoomContext } from '../core/feature.ts';
import { shows } from '../core/feature-filter.ts';

/** Renders a slot of a message. */
export const renderMessageSlot = (
  context: MessageContext,
  where:
    | 'renderText'
    | 'renderAboveText'
    | 'renderBelowText'
    | 'renderBelowBubble'
    | 'renderStatusIcon'
    | 'renderEdited'
    | 'renderDeliveryIcon',
): SlotContent[] =>
  features
    .map((feature) =>
      feature[where] && shows(context.features, feature.name) ? feature[where](context) : nothing,
    )
    .filter((piece) => piece !== nothing);

/** Renders the slots over the list. */
export const renderFloats = (context: ListContext): SlotContent[] =>
  features.map(({ name, renderFloat }) =>
    renderFloat && shows(context.features, name) ? renderFloat(context) : nothing,
  );

/** Returns the words that features add to a message: classes for the row, or labels for a screen reader. */
export const messageWords = (context: MessageContext, where: 'rowClass' | 'label' | 'collapsed'): string[] =>
  features
    .map((feature) =>
      feature[where] && shows(context.features, feature.name) ? feature[where](context) : '',
    )
    .filter((word) => word !== '');

/**
 * Loads the features with entries in a member's menu. Never rejects: a feature that fails to load is left
 * out.
 */
export const loadMemberMenus = async (): Promise<void> => {
  await Promise.allSettled(features.flatMap(({ lazy }) => (lazy?.memberMenus ? lazy.part.load() : [])));
};

/** Returns the text of a message as it is shown: translated, or as it was written. */
export const shownText = (context: MessageContext): string =>
  features
    .flatMap((feature) =>
      feature.shownText && shows(context.features, feature.name) ? (feature.shownText(context) ?? []) : [],
    )
    .at(0) ?? context.item.text;

/** Returns the values that the look of all messages depends on. */
export const renderInputs = (context: RoomContext): unknown[] =>
  features.flatMap(({ inputs }) => inputs?.(context) ?? []);

/**
 * Returns what the look of one message depends on, besides the message and `renderInputs`. Collects the
 * features once.
 */
export const itemInputs = (context: RoomContext): ((item: MessageItem) => unknown[]) => {
  const asked = features.flatMap((feature) => feature.itemInputs ?? []);
  return (item) => asked.flatMap((of) => of(item, context));
};
