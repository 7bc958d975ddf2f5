import { html, nothing } from 'lit';
import { emit } from '../../core/emit.ts';
import { icons } from '../../ui/icons.ts';
import type { ComposerPlace, Feature } from '../../core/feature.ts';
import { attachStyle } from './attach.styles.ts';
import { takesFiles } from '../../composer/can-attach.ts';
import { later } from '../../core/lazy-feature.ts';

const pick = (event: Event, { host }: ComposerPlace): void => {
  const input = event.target as HTMLInputElement;
  emit(host, 'chat-compose', { feature: 'files', detail: [...(input.files ?? [])] });
  input.value = ''; // the same file may be chosen again
};

/** Its button stays. What takes dropped files is loaded when something is dragged over the room. */
export const files: Feature = later(
  {
    name: 'files',
    watch: ({ host }) => {
      const load = () => void files.later?.part.want();
      host.addEventListener('dragenter', load);
      return [() => host.removeEventListener('dragenter', load)];
    },
    tools: (place) => {
      if (!takesFiles(place)) return nothing;
      const label = place.language.text('attach');
      return html`<label class="icon-button tool attach" title=${label}>
        ${icons.attach}
        <input type="file" multiple aria-label=${label} @change=${(event: Event) => pick(event, place)} />
      </label>`;
    },
    styles: { composer: attachStyle },
  },
  { item: (item) => item.attachments.length > 0, writing: true },
  async () => (await import('./files.ts')).files,
);
