import { html, nothing } from 'lit';
import { emit } from '../../core/emit.ts';
import { icons } from '../../ui/icons.ts';
import type { ComposerContext, Feature } from '../../core/feature.ts';
import { voiceButtonStyle } from './voice-button.styles.ts';
import { takesFiles } from '../../composer/can-attach.ts';
import { lazyFeature } from '../../core/lazy.ts';

const start = async (context: ComposerContext): Promise<void> => {
  try {
    await voice.lazy?.part.load();
    voice.onCompose?.(null, context);
  } catch (error) {
    emit(context.host, 'chat-error', { error });
  }
};

/** Only the button is loaded; the rest loads when it is pressed. */
export const voice: Feature = lazyFeature(
  {
    name: 'voice',
    renderTools: (context) => {
      if (typeof MediaRecorder === 'undefined' || !takesFiles(context)) return nothing;
      const label = context.language.text('recordVoice');
      return html`<button
        type="button"
        class="icon-button tool mic"
        title=${label}
        aria-label=${label}
        @click=${() => void start(context)}
      >
        ${icons.mic}
      </button>`;
    },
    styles: { composer: voiceButtonStyle },
  },
  {},
  async () => (await import('./voice.ts')).voice,
);
