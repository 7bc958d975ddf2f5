import type { MessageItem } from '@chat/client';
import { html, nothing } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { Feature, MessageContext, RoomContext } from '../../core/feature.ts';
import { longMessageStyle } from './long-messages.styles.ts';
import { longMessageTexts } from './texts.ts';

/** Lines shown of a folded message, and how many more are not worth a button. */
const linesShown = 12;
const linesSpare = 3;

/** Whether a text may be too long, whatever the width. The row is measured then. */
const isLong = ({ text, deletedAt }: MessageItem): boolean =>
  deletedAt === undefined && (text.length >= 400 || text.split('\n').length > linesShown);

/** The messages that each list shows whole. */
const opened = new WeakMap<HTMLElement, Set<string>>();

const openedIn = (host: HTMLElement): Set<string> => {
  const all = opened.get(host) ?? new Set();
  opened.set(host, all);
  return all;
};

/** The message that each list was last led to. */
const led = new WeakMap<HTMLElement, string>();

/** A message that the reader jumps to, or that a bot is writing, opens and stays open. */
const isOpen = (item: MessageItem, host: RoomContext['host'] & { found?: string | null }): boolean => {
  const all = openedIn(host);
  const isFound = host.found === item.id && led.get(host) !== item.id;
  if (isFound) led.set(host, item.id);
  if (isFound || (item.streamsUntil ?? 0) > Date.now()) all.add(item.id);
  return all.has(item.id);
};

/** The list redraws, and one edge of the row stays where it is on the screen: the one that the reader looks at. */
const toggle = async ({ item, host }: MessageContext, button: HTMLElement): Promise<void> => {
  const all = openedIn(host);
  const opens = !all.delete(item.id);
  if (opens) all.add(item.id);
  const row = button.closest<HTMLElement>('.message');
  const scroller = button.closest<HTMLElement>('.scroller');
  const edge = (): number => (opens ? (row ?? button) : button).getBoundingClientRect().top;
  const before = edge();
  host.requestUpdate();
  await (host as unknown as { updateComplete: Promise<boolean> }).updateComplete;
  if (!scroller) return;
  scroller.scrollTop += edge() - before;
  // The list learns of its new place before it is painted.
  scroller.dispatchEvent(new Event('scroll'));
};

/** Opens a folded message that something scrolls within: the focus of a link, or a search of the browser. */
const onInnerScroll = (event: Event): void => {
  const text = event.target as HTMLElement;
  const row = text.closest('.folded:not([data-whole])');
  if (!row || text.scrollTop === 0) return;
  text.scrollTop = 0;
  row.querySelector<HTMLElement>('.show-more')?.click();
};

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const line = parseFloat(getComputedStyle(target).lineHeight);
    const row = target.closest('.message');
    row?.toggleAttribute('data-whole', target.scrollHeight <= line * (linesShown + linesSpare));
  }
});

/** Measures the text of a button's row again after each draw, once the button stands in the row. */
const measure = (button: Element | undefined): void =>
  queueMicrotask(() => {
    const text = button?.closest('.bubble')?.querySelector('.text');
    if (!text) return;
    text.addEventListener('scroll', onInnerScroll);
    sizes.unobserve(text);
    sizes.observe(text);
  });

export const longMessages: Feature = {
  name: 'long-messages',
  itemInputs: (item, { host }) => [isLong(item) && isOpen(item, host)],
  rowClass: ({ item, host }) => (isLong(item) ? (isOpen(item, host) ? 'long' : 'long folded') : ''),
  renderBelowText: (context) => {
    const { item, host, language, tabindex } = context;
    if (!isLong(item)) return nothing;
    const open = isOpen(item, host);
    const { more, less } = longMessageTexts(language.tag);
    return html`<button
      type="button"
      class="show-more"
      aria-expanded=${open ? 'true' : 'false'}
      tabindex=${tabindex}
      ${ref((button) => measure(button))}
      @click=${(event: Event) => void toggle(context, event.currentTarget as HTMLElement)}
    >
      ${open ? less : more}
    </button>`;
  },
  styles: { messages: longMessageStyle },
};
