import { afterPaint } from '../dom/after-paint.ts';
import { loadCustomEmoji, type EmojiReader } from './custom-emoji.ts';
import type { ChatEmojiPicker } from './chat-emoji-picker.ts';

/** Pickers that are drawn but not shown, by the root that they are for. */
const prepared = new WeakMap<Node, ChatEmojiPicker>();

/** Inserts a picker near its anchor, for the language, theme and font there. */
const insert = (picker: ChatEmojiPicker, root: Node): void =>
  (root instanceof ShadowRoot ? root : document.body).append(picker);

const createPicker = (): ChatEmojiPicker => document.createElement('chat-emoji-picker') as ChatEmojiPicker;

/**
 * Draws a picker after the next paint, so that a press of `anchor` only has to show it. Rejects if the code cannot
 * be loaded.
 */
export const preparePicker = async (anchor: HTMLElement): Promise<void> => {
  await Promise.all([import('./chat-emoji-picker.ts'), afterPaint()]);
  const root = anchor.getRootNode();
  const isOpen = root instanceof ShadowRoot && root.querySelector('chat-emoji-picker') !== null;
  if (isOpen || prepared.has(root) || !anchor.isConnected) return;
  const picker = createPicker();
  prepared.set(root, picker);
  insert(picker, root);
  await picker.updateComplete;
  if (prepared.get(root) === picker) picker.remove();
};

/**
 * Lets the user pick an emoji next to `anchor`, which gets the focus back. Resolves to null when they pick none. The picker and
 * its data are loaded on first use, from where the widget came from. The result is an emoji, or `:name:`.
 * `allowed`: shows only these.
 */
export const pickEmoji = async (
  anchor: HTMLElement,
  allowed: readonly string[] | null = null,
  reader?: EmojiReader,
): Promise<string | null> => {
  await import('./chat-emoji-picker.ts');
  const root = anchor.getRootNode();
  const picker = (allowed === null && prepared.get(root)) || createPicker();
  picker.allowed = allowed;
  if (prepared.get(root) === picker) prepared.delete(root);
  insert(picker, root);
  // They are loaded once; the picker does not wait for them.
  if (reader) void loadCustomEmoji(reader).then((found) => (picker.custom = [...found.values()]));
  try {
    return await picker.pick(anchor);
  } finally {
    picker.remove();
  }
};
