import { html, nothing } from 'lit';
import { icons } from '../../ui/icons.ts';
import type { ComposerContext, Feature } from '../../core/feature.ts';
import { toolStyle } from '../../styles/tool.ts';
import { lazyFeature } from '../../core/lazy.ts';

const pick = async (event: Event, context: ComposerContext): Promise<void> => {
  const button = event.currentTarget as HTMLElement;
  const { pickEmoji } = await import('../../emoji/pick-emoji.ts');
  const picked = await pickEmoji(button, null, context);
  if (picked) context.host.insert(picked);
};

/** The button is in the first view; suggestions load when the user writes. */
export const emoji: Feature = lazyFeature(
  {
    name: 'emoji',
    renderTools: (context) =>
      context.room.state.get().can?.['message:send'] === false
        ? nothing
        : html`<button
            type="button"
            class="icon-button tool pick-emoji"
            aria-haspopup="dialog"
            aria-label=${context.language.text('addEmoji')}
            @click=${(event: Event) => void pick(event, context)}
          >
            ${icons.smile}
          </button>`,
    styles: { composer: toolStyle },
  },
  { onWriting: true },
  async () => (await import('./emoji.ts')).emoji,
);
