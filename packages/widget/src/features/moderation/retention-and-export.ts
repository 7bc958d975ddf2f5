import type { ChatRoom } from '@chat/client';
import type { ExportFormat, ExportLanguage, Retention } from '@chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import type { Language } from '../../i18n/language.ts';
import { dataRightsTexts } from '../../i18n/data-rights-texts.ts';

const offered = [7, 30, 90, 365];
const spoken: readonly ExportLanguage[] = ['en', 'es', 'fr', 'pt', 'de', 'ar'];

interface Parts {
  room: ChatRoom;
  language: Language;
}

const daysOf = (retention: Retention | undefined): number =>
  typeof retention === 'object' ? retention.days : 0;

/** The retention field of the settings form, for users who may change it. */
export const retentionField = ({ room, language }: Parts): TemplateResult | typeof nothing => {
  const { room: settings, can } = room.state.get();
  if (!can?.['room:retain'] || settings?.retention === 'ephemeral') return nothing;
  const texts = dataRightsTexts(language.tag);
  const now = daysOf(settings?.retention);
  const format = new Intl.NumberFormat(language.tag, { style: 'unit', unit: 'day', unitDisplay: 'long' });
  const choices = [...new Set([0, ...offered, now])].toSorted((a, b) => (a || Infinity) - (b || Infinity));
  return html`<label for="retention">${texts.retention}</label>
    <select id="retention" name="retention" aria-describedby="retention-hint">
      ${choices.map(
        (days) =>
          html`<option value=${days} ?selected=${days === now}>
            ${days === 0 ? texts.forever : format.format(days)}
          </option>`,
      )}
    </select>
    <p class="note hint" id="retention-hint">${texts.retentionHint}</p>`;
};

/** The value of the form, if it has changed. */
export const retentionIn = (
  form: FormData,
  before: Retention | undefined,
): { retention?: 'forever' | { days: number } } => {
  const chosen = form.get('retention');
  if (chosen === null || Number(chosen) === daysOf(before)) return {};
  return { retention: Number(chosen) === 0 ? 'forever' : { days: Number(chosen) } };
};

/** Saves the conversation as a file. */
export const download = async ({ room, language }: Parts, format: ExportFormat): Promise<void> => {
  const own = spoken.find((each) => language.tag.startsWith(each)) ?? 'en';
  const link = document.createElement('a');
  link.href = await room.export({ format, language: own });
  link.download = '';
  link.click();
};

/** The export formats and their labels. */
export const formatsIn = (language: Language): [format: ExportFormat, label: string][] => {
  const texts = dataRightsTexts(language.tag);
  return [
    ['html', texts.page],
    ['text', texts.text],
    ['csv', texts.sheet],
    ['json', texts.data],
  ];
};

/** Export of the conversation, for users who may export. */
export const downloadPart = (
  { room, language }: Parts,
  act: (work: Promise<unknown>) => void,
): TemplateResult | typeof nothing => {
  if (!room.state.get().can?.['room:export']) return nothing;
  const texts = dataRightsTexts(language.tag);
  return html`<section class="end" aria-labelledby="download">
    <h3 id="download">${texts.download}</h3>
    <p class="note hint">${texts.downloadHint}</p>
    <div class="buttons">
      ${formatsIn(language).map(
        ([format, label]) =>
          html`<button type="button" class="small" @click=${() => act(download({ room, language }, format))}>
            ${label}
          </button>`,
      )}
    </div>
  </section>`;
};
