import { html, nothing } from 'lit';
import { icons } from '../../ui/icons.ts';
import type { ComposerPlace, Feature } from '../../core/feature.ts';
import { toolStyle } from '../../styles/tool.ts';
import { later } from '../../core/lazy-feature.ts';

const pick = async (event: Event, { host }: ComposerPlace): Promise<void> => {
  const button = event.currentTarget as HTMLElement;
  const { pickEmoji } = await import('../../emoji/pick-emoji.ts');
  const picked = await pickEmoji(button);
  if (picked) host.insert(picked);
};

/** Its button stays: the rest adds what is suggested while one writes. */
export const emoji: Feature = later(
  {
    name: 'emoji',
    tools: (place) =>
      place.room.state.get().can?.['message:send'] === false
        ? nothing
        : html`<button
            type="button"
            class="icon-button tool"
            aria-haspopup="dialog"
            aria-label=${place.language.text('addEmoji')}
            @click=${(event: Event) => void pick(event, place)}
          >
            ${icons.smile}
          </button>`,
    styles: { composer: toolStyle },
  },
  { writing: true },
  async () => (await import('./emoji.ts')).emoji,
);
