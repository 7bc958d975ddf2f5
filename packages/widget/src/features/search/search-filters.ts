import type { SearchQuestion } from '@chat/client';
import { html, type TemplateResult } from 'lit';
import type { SearchTexts } from './texts.ts';

/** Returns the same local time some days later: not every day has 24 hours. */
export const daysLater = (at: number, days: number): number => {
  const day = new Date(at);
  return day.setDate(day.getDate() + days);
};

export type ChangeQuestion = (change: {
  [K in keyof SearchQuestion]?: SearchQuestion[K] | undefined;
}) => void;

/** Returns the start of a local day. */
const date = (
  label: string,
  at: number | undefined,
  set: (at: number | undefined) => void,
): TemplateResult => {
  const day = at === undefined ? null : new Date(at);
  const two = (n: number): string => String(n).padStart(2, '0');
  const value = day ? `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}` : '';
  return html`<label>
    <span>${label}</span>
    <input
      type="date"
      .value=${value}
      @change=${(event: Event) => {
        const chosen = new Date(`${(event.target as HTMLInputElement).value}T00:00`).getTime();
        set(Number.isNaN(chosen) || chosen < 0 ? undefined : chosen);
      }}
    />
  </label>`;
};

/** Filters by author and date. `people`: names by user id. */
export const searchFilters = (
  question: SearchQuestion,
  people: ReadonlyMap<string, string>,
  texts: SearchTexts,
  change: ChangeQuestion,
): TemplateResult => {
  const sorted = [...people].toSorted(([, a], [, b]) => a.localeCompare(b));
  return html`<div class="filters">
    <label>
      <span>${texts.from}</span>
      <select
        @change=${(event: Event) => change({ from: (event.target as HTMLSelectElement).value || undefined })}
      >
        <option value="" .selected=${question.from === undefined}>${texts.anyone}</option>
        ${sorted.map(([id, name]) => html`<option value=${id} .selected=${question.from === id}>${name}</option>`)}
      </select>
    </label>
    ${date(texts.after, question.after, (at) => change({ after: at }))}
    ${date(texts.before, question.before === undefined ? undefined : daysLater(question.before, -1), (at) =>
      change({ before: at === undefined ? undefined : daysLater(at, 1) }),
    )}
  </div>`;
};
