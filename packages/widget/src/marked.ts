import { namedIn } from './mentioned.ts';
import { messageText } from './message-text.ts';
import type { MessagePlace } from './places.ts';
import { textStyle } from './style/text.ts';

export { plainText } from './markdown.ts';

/** A text with its marks, addresses and mentions. */
export const markedText = (text: string, focusable: boolean, place: MessagePlace): unknown =>
  messageText(text, {
    focusable,
    mentions: namedIn(place.item, place),
    reader: place.client.user?.id,
    codeLabel: place.language.text('code'),
  });

export const styles = { messages: textStyle };
