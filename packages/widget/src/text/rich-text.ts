import { mentionNames } from './mention-names.ts';
import { messageText } from './message-text.ts';
import type { MessageContext } from '../core/feature.ts';
import { textStyle } from './rich-text.styles.ts';

export { plainText } from './markdown.ts';

/** A text with its marks, addresses and mentions. */
export const richText = (text: string, focusable: boolean, place: MessageContext): unknown =>
  messageText(text, {
    focusable,
    mentions: mentionNames(place.item, place),
    reader: place.client.user?.id,
    codeLabel: place.language.text('code'),
  });

export const styles = { messages: textStyle };
