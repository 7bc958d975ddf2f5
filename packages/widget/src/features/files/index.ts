import { html, nothing } from 'lit';
import { emit } from '../../core/emit.ts';
import { icons } from '../../ui/icons.ts';
import type { ComposerContext, Feature } from '../../core/feature.ts';
import { attachStyle } from './attach.styles.ts';
import { takesFiles } from '../../composer/can-attach.ts';
import { lazyFeature } from '../../core/lazy.ts';

const pick = (event: Event, { host }: ComposerContext): void => {
  const input = event.target as HTMLInputElement;
  emit(host, 'chat-compose', { feature: 'files', detail: [...(input.files ?? [])] });
  input.value = ''; // the same file may be chosen again
};

/** The button is in the first view. Drag and drop loads when something is dragged over the room. */
export const files: Feature = lazyFeature(
  {
    name: 'files',
    watch: ({ host }) => {
      const load = () => void files.lazy?.part.want();
      host.addEventListener('dragenter', load);
      return [() => host.removeEventListener('dragenter', load)];
    },
    renderTools: (context) => {
      if (!takesFiles(context)) return nothing;
      const label = context.language.text('attach');
      return html`<label class="icon-button tool attach" title=${label}>
        ${icons.attach}
        <input type="file" multiple aria-label=${label} @change=${(event: Event) => pick(event, context)} />
      </label>`;
    },
    styles: { composer: attachStyle },
  },
  { item: (item) => item.attachments.length > 0, onWriting: true },
  async () => (await import('./files.ts')).files,
);
