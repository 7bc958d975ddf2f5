import type { ChatEmojiPicker } from './chat-emoji-picker.ts';

/**
 * Lets the user pick an emoji next to `anchor`, which gets the focus back. Resolves to null when they pick none. The picker and
 * its data are loaded on first use, from where the widget came from.
 */
export const pickEmoji = async (anchor: HTMLElement): Promise<string | null> => {
  await import('./chat-emoji-picker.ts');
  const picker = document.createElement('chat-emoji-picker') as ChatEmojiPicker;
  // Inserted next to the anchor, for its language, theme and font.
  const root = anchor.getRootNode();
  (root instanceof ShadowRoot ? root : document.body).append(picker);
  try {
    return await picker.pick(anchor);
  } finally {
    picker.remove();
  }
};
