import type { CustomEmoji } from '@chat/protocol';
import { html, type TemplateResult } from 'lit';
import type { Shown } from './emoji-grid.ts';

/** Returns a custom emoji as the picker shows it. */
export const shownCustom = ({ name, label, url }: CustomEmoji): Shown => ({ emoji: `:${name}:`, label, url });

/** Returns the custom emoji that a search finds, by name or label. */
export const findCustom = (custom: readonly CustomEmoji[], query: string): Shown[] => {
  const words = query.trim().toLowerCase().replaceAll(':', '');
  return custom
    .filter(({ name, label }) => name.includes(words) || label.toLowerCase().includes(words))
    .map(shownCustom);
};

/** Returns recently used emoji, without custom ones that this server does not have. */
export const shownRecent = (
  recent: readonly string[],
  custom: readonly CustomEmoji[],
  shown: (emoji: string) => Shown,
): Shown[] =>
  recent.flatMap((emoji): Shown[] => {
    const own = custom.find(({ name }) => emoji === `:${name}:`);
    if (own) return [shownCustom(own)];
    return emoji.startsWith(':') ? [] : [shown(emoji)];
  });

/** Returns the line about a custom emoji below the grid; null for others. */
export const customPreview = (custom: readonly CustomEmoji[], emoji: string): TemplateResult | null => {
  const found = custom.find(({ name }) => emoji === `:${name}:`);
  return found
    ? html`<span class="glyph"><img src=${found.url} alt="" /></span>
        <span class="words"><b>${found.label}</b><span>${emoji}</span></span>`
    : null;
};
