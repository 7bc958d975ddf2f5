import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { MessageContext } from '../core/feature.ts';
import { copyText } from '../dom/clipboard.ts';
import { icons } from '../ui/all-icons.ts';
import { codeTexts } from './code-texts.ts';
import { codeStyle } from './code.styles.ts';
import { tokensOf } from './highlight.ts';

const labels = new WeakMap<Element, string>();

let sizes: ResizeObserver | undefined;

const update = (block: HTMLElement): void => {
  const scrolls = block.scrollWidth > block.clientWidth || block.scrollHeight > block.clientHeight;
  if (scrolls) {
    block.tabIndex = 0;
    block.setAttribute('role', 'group');
    block.ariaLabel = labels.get(block) ?? null;
  } else for (const name of ['tabindex', 'role', 'aria-label']) block.removeAttribute(name);
};

/** Makes a code block a labelled tab stop while its content overflows. Call it again after a change. */
const scrollsByKeyboard = (block: HTMLElement, label: string): void => {
  sizes ??= new ResizeObserver((entries) => {
    for (const { target } of entries) update(target as HTMLElement);
  });
  labels.set(block, label);
  // Observing it again reports its size once more, changed or not.
  sizes.unobserve(block);
  sizes.observe(block);
};

/** How long the button shows that the code was copied, ms. */
const copiedMs = 2_000;

const copy = async (event: Event, text: string, { host, language, list }: MessageContext): Promise<void> => {
  const button = event.currentTarget as HTMLElement;
  await copyText(text, host.ownerDocument);
  list.say(language.text('copied'));
  button.classList.add('done');
  setTimeout(() => button.classList.remove('done'), copiedMs);
};

/** A code block with its language, its tokens in colours, and a button that copies it. */
export const codeBlock = (
  { text, language: name }: { text: string; language?: string },
  focusable: boolean,
  context: MessageContext,
): TemplateResult => {
  const { language } = context;
  const label = codeTexts(language.tag).copy;
  const tokens = tokensOf(text, name).map(({ text: shown, kind }) =>
    kind ? html`<span class="token ${kind}">${shown}</span>` : shown,
  );
  return html`<div class="code" dir="ltr">
    ${name ? html`<span class="language">${name}</span>` : nothing}
    <pre
      ${ref((block) => block && scrollsByKeyboard(block as HTMLElement, language.text('code')))}
    ><code>${tokens}</code></pre>
    <button
      type="button"
      class="copy-code"
      tabindex=${focusable ? 0 : -1}
      aria-label=${label}
      title=${label}
      @click=${(event: Event) => void copy(event, text, context)}
    >
      ${icons.copy}${icons.check}
    </button>
  </div>`;
};

export const styles = { messages: codeStyle };
