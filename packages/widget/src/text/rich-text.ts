import { mentionNames } from './mention-names.ts';
import { messageText } from './message-text.ts';
import type { MessageContext } from '../core/feature.ts';
import { textStyle } from './rich-text.styles.ts';

export { plainText } from './markdown.ts';

/** Renders a text with its formatting, links and mentions. */
export const richText = (text: string, focusable: boolean, context: MessageContext): unknown =>
  messageText(text, {
    focusable,
    mentions: mentionNames(context.item, context),
    reader: context.client.user?.id,
    context,
  });

export const styles = { messages: textStyle };
