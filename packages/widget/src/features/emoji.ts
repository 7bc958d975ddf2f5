import { html, nothing } from 'lit';
import type { ChatEmojiPicker } from '../emoji/chat-emoji-picker.ts';
import type { Feature } from '../places.ts';
import { suggestionStyle } from '../style/suggestions.ts';
import { suggestions } from '../suggestions.ts';

const mostSuggested = 6;

/**
 * Lets the user pick an emoji beside `anchor`, which gets the focus back. Resolves to null when they pick none. The picker and
 * its data are loaded on first use, from where the widget came from.
 */
export const pickEmoji = async (anchor: HTMLElement): Promise<string | null> => {
  await import('../emoji/chat-emoji-picker.ts');
  const picker = document.createElement('chat-emoji-picker') as ChatEmojiPicker;
  // Where its anchor is, so that it has its language, theme and font.
  const root = anchor.getRootNode();
  (root instanceof ShadowRoot ? root : document.body).append(picker);
  try {
    return await picker.pick(anchor);
  } finally {
    picker.remove();
  }
};

const completion = suggestions({
  id: 'emoji',
  trigger: /(?:^|[\s(])(:[\p{L}\d_+-]{2,30})$/u,
  label: ({ language }) => language.text('emoji'),
  find: async (typed, place) => {
    const [{ inTone, search }, { toneOf }] = await Promise.all([
      import('../emoji/catalog.ts'),
      import('../emoji/chosen.ts'),
    ]);
    const wanted = typed.slice(1).replaceAll('_', ' ');
    return search(wanted, mostSuggested).map((emoji) => ({
      key: emoji.emoji,
      content: html`<span class="glyph">${inTone(emoji, toneOf())}</span>
        <span>${emoji.name[place.language.tag.startsWith('es') ? 'es' : 'en']}</span>
        ${emoji.shortcodes[0] ? html`<span class="more">:${emoji.shortcodes[0]}:</span>` : nothing}`,
      text: `${inTone(emoji, toneOf())} `,
    }));
  },
});

/** Emoji: `:names:` that become one while typing. */
export const emoji: Feature = { name: 'emoji', ...completion, styles: { composer: suggestionStyle } };
