import { css, html, nothing } from 'lit';
import type { ChatEmojiPicker } from '../emoji/chat-emoji-picker.ts';
import { icons } from '../icons.ts';
import type { ComposerPlace, Feature } from '../places.ts';
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

const pickInto = async (event: Event, { host }: ComposerPlace): Promise<void> => {
  const emoji = await pickEmoji(event.currentTarget as HTMLElement);
  if (emoji) host.insert(emoji);
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

/** Emoji: a picker for the composer, and `:names:` that become one while typing. */
export const emoji: Feature = {
  name: 'emoji',
  ...completion,
  tools: (place) =>
    place.room.state.get().can?.['message:send'] === false
      ? nothing
      : html`<button
          type="button"
          class="icon-button tool"
          aria-haspopup="dialog"
          aria-label=${place.language.text('addEmoji')}
          @click=${(event: Event) => void pickInto(event, place)}
        >
          ${icons.smile}
        </button>`,
  styles: {
    composer: [
      suggestionStyle,
      css`
        .tool {
          margin-block: 5px;
          margin-inline: 5px 0;
        }
        .tool + textarea {
          padding-inline-start: 6px;
        }
        @media (pointer: coarse) {
          .tool {
            margin-block: 1px;
            margin-inline: 1px 0;
          }
        }
      `,
    ],
  },
};
