import { css } from 'lit';
import type { Feature } from '../../core/feature.ts';
import { customEmojiOf, loadCustomEmoji } from '../../emoji/custom-emoji.ts';

const style = css`
  .custom-emoji {
    inline-size: auto;
    block-size: 1.4em;
    max-inline-size: 4.2em;
    margin-block: -0.2em;
    object-fit: contain;
    vertical-align: -0.25em;
  }
  .reaction .custom-emoji {
    block-size: 1.25em;
  }
`;

/** Emoji of the server: their pictures in texts and reactions. */
export const customEmoji: Feature = {
  name: 'custom-emoji',
  watch: (context, changed) => {
    if (context.host.localName === 'chat-messages' && !customEmojiOf(context))
      void loadCustomEmoji(context).then(({ size }) => (size > 0 ? changed() : undefined));
    return [];
  },
  // A server without custom emoji draws no row again.
  inputs: (context) => [customEmojiOf(context)?.size ? customEmojiOf(context) : undefined],
  styles: { messages: style },
};
