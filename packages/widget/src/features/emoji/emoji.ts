import { html, nothing } from 'lit';
import type { ComposerContext, Feature } from '../../core/feature.ts';
import { suggestionStyle } from '../../composer/suggestions.styles.ts';
import { lookAtTyped, suggestions } from '../../composer/suggestions.ts';
import { customEmojiOf, loadCustomEmoji } from '../../emoji/custom-emoji.ts';
import { emojiDeferred } from './deferred.ts';

const mostSuggested = 6;

/** Custom emoji whose names begin with what is typed, then those that contain it. */
const customSuggestions = async (typed: string, context: ComposerContext) => {
  const all = [...(await loadCustomEmoji(context)).values()];
  const starts = all.filter(({ name }) => name.startsWith(typed));
  const contain = all.filter(({ name }) => !name.startsWith(typed) && name.includes(typed));
  return [...starts, ...contain].slice(0, mostSuggested - 1).map(({ name, label, url }) => ({
    key: `:${name}:`,
    content: html`<span class="glyph"><img src=${url} alt="" draggable="false" /></span>
      <span>${label}</span>
      <span class="more">:${name}:</span>`,
    text: `:${name}: `,
  }));
};

const completion = suggestions({
  id: 'emoji',
  trigger: /(?:^|[\s(])(:[\p{L}\d_+-]{2,30})$/u,
  label: ({ language }) => language.text('emoji'),
  find: async (typed, context) => {
    const [{ inTone, search }, { toneOf }] = await Promise.all([
      import('../../emoji/catalog.ts'),
      import('../../emoji/recent-emoji.ts'),
    ]);
    const wanted = typed.slice(1).replaceAll('_', ' ');
    const custom = await customSuggestions(typed.slice(1).toLowerCase(), context);
    const found = search(wanted, mostSuggested - custom.length).map((emoji) => ({
      key: emoji.emoji,
      content: html`<span class="glyph">${inTone(emoji, toneOf())}</span>
        <span>${emoji.name[context.language.tag.startsWith('es') ? 'es' : 'en']}</span>
        ${emoji.shortcodes[0] ? html`<span class="more">:${emoji.shortcodes[0]}:</span>` : nothing}`,
      text: `${inTone(emoji, toneOf())} `,
    }));
    return [...custom, ...found];
  },
});

/** A whole `:name:` before the cursor. */
const whole = /(?:^|[\s(])(:([\p{L}\d_+-]{1,40}):)$/u;
/** The text of a composer before the last key. */
const stood = new WeakMap<HTMLElement, string>();

/**
 * Returns the `:name:` that the user has just completed; not in code, and not if the cursor only moved there. A user in
 * the field may have completed it before this code had loaded.
 */
const justClosed = (
  { host: { text, field } }: ComposerContext,
  before: string | undefined,
): string | null => {
  const at = field?.selectionEnd ?? 0;
  if (before === undefined ? !field?.matches(':focus') : before !== text.slice(0, at - 1) + text.slice(at))
    return null;
  const written = text.slice(0, at);
  return written.split('```').length % 2 === 0 ? null : (whole.exec(written)?.[1] ?? null);
};

/** A `:name:` that is typed whole becomes its emoji in place; one that names none stays. */
const replaceWhole = async (context: ComposerContext): Promise<void> => {
  const { host } = context;
  const before = stood.get(host);
  stood.set(host, host.text);
  const typed = justClosed(context, before);
  if (typed === null) return;
  const { text } = host;
  const at = host.field?.selectionEnd ?? 0;
  const [{ inTone, named }, { toneOf }] = await Promise.all([
    import('../../emoji/catalog.ts'),
    import('../../emoji/recent-emoji.ts'),
  ]);
  // One of the server stays as typed.
  if (customEmojiOf(context)?.has(typed.slice(1, -1))) return;
  const emoji = named(typed.slice(1, -1));
  if (emoji && host.text === text && host.field?.selectionEnd === at)
    host.insert(inTone(emoji, toneOf()), at - typed.length);
};

const onInput = (context: ComposerContext): void => {
  completion.onInput(context);
  replaceWhole(context).catch(() => {}); // without the data it stays as typed
};

/** Emoji: `:names:` that become one while typing. */
export const emoji: Feature = {
  name: 'emoji',
  ...completion,
  onInput,
  watch: (context) => {
    lookAtTyped(context, { onInput });
    return emojiDeferred.watch(context);
  },
  styles: { composer: suggestionStyle },
};
