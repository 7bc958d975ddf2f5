import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { define } from '../core/define.ts';
import { emit } from '../core/emit.ts';
import type { ListContext } from '../core/feature.ts';
import { base } from '../styles/base.ts';
import { menuStyle } from '../styles/menu.ts';
import { tokens } from '../styles/tokens.ts';
import { dateJumpStyle } from './date-jump.styles.ts';
import { dateJumpTexts } from './texts.ts';

const edgePx = 8;

/** The start of a local day: `days` ago, or `months`. */
const startOfDay = (days = 0, months = 0): number => {
  const day = new Date();
  day.setHours(0, 0, 0, 0);
  day.setMonth(day.getMonth() - months, day.getDate() - days);
  return day.getTime();
};

const valueOf = (at: number): string => {
  const day = new Date(at);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
};

/** Leads to the first message of a day. Opens next to `opener`, and is removed when it closes. */
export class ChatDateJump extends LitElement {
  static override styles = [tokens, base, menuStyle, dateJumpStyle];
  static override properties = { context: { attribute: false }, busy: { state: true } };
  declare context: ListContext | null;
  declare busy: boolean;
  opener: HTMLElement | null = null;

  constructor() {
    super();
    this.context = null;
    this.busy = false;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { context } = this;
    if (!context) return nothing;
    const { language } = context;
    const texts = dateJumpTexts(language.tag);
    const choice = (text: string, run: () => void): TemplateResult =>
      html`<button type="button" ?disabled=${this.busy} @click=${run}>${text}</button>`;
    return html`<div
      class="menu"
      popover="auto"
      role="dialog"
      dir=${language.dir}
      aria-label=${texts.title}
      aria-busy=${this.busy ? 'true' : 'false'}
      @toggle=${this.#onToggle}
    >
      ${choice(texts.latest, () => void this.#show(context.room.messages.get().items.at(-1)?.id))}
      ${choice(texts.week, () => void this.#jump(startOfDay(7)))}
      ${choice(texts.month, () => void this.#jump(startOfDay(0, 1)))}
      ${choice(texts.start, () => void this.#jump(0))}
      <form @submit=${this.#onSubmit}>
        <label for="date">${texts.date}</label>
        <div class="row">
          <input id="date" type="date" required max=${valueOf(Date.now())} />
          <button class="primary" ?disabled=${this.busy}>${texts.go}</button>
        </div>
      </form>
    </div>`;
  }

  protected override firstUpdated(): void {
    const { menu, opener } = this;
    if (!menu || !opener?.isConnected) return this.remove();
    menu.showPopover();
    const at = opener.getBoundingClientRect();
    const { innerWidth, innerHeight } = this.ownerDocument.defaultView ?? window;
    const { offsetWidth: width, offsetHeight: height } = menu;
    const left = at.left + (at.width - width) / 2;
    const below = at.bottom + 4;
    const top = below + height + edgePx > innerHeight ? at.top - height - 4 : below;
    menu.style.left = `${Math.min(Math.max(edgePx, left), innerWidth - width - edgePx)}px`;
    menu.style.top = `${Math.min(Math.max(edgePx, top), Math.max(edgePx, innerHeight - height - edgePx))}px`;
    menu.querySelector('button')?.focus();
  }

  get menu(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.menu');
  }

  #onToggle = (event: ToggleEvent): void => {
    if (event.newState !== 'closed') return;
    this.remove();
    // Nothing else took the focus.
    const { activeElement, body } = this.ownerDocument;
    if (activeElement === null || activeElement === body) this.opener?.focus({ preventScroll: true });
  };

  #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    const at = new Date(`${this.renderRoot.querySelector('input')?.value}T00:00`).getTime();
    if (!Number.isNaN(at)) void this.#jump(Math.max(0, at));
  };

  /** Shows the first message from a time on; the newest if there is none. */
  async #jump(at: number): Promise<void> {
    const { context } = this;
    if (!context) return;
    this.busy = true;
    try {
      const { messages } = await context.client.call('message:list', {
        roomId: context.room.id,
        aroundTime: at,
        limit: 2,
      });
      const found = messages.find(({ createdAt }) => createdAt >= at) ?? messages.at(-1);
      await this.#show(found?.id);
    } catch (error) {
      this.menu?.hidePopover();
      emit(context.host, 'chat-error', { error });
    }
  }

  async #show(id: string | undefined): Promise<void> {
    const { context } = this;
    this.menu?.hidePopover();
    if (!context || id === undefined || !(await context.list.scrollToMessage(id))) return;
    const rows = context.host.shadowRoot?.querySelectorAll<HTMLElement>('[data-message]') ?? [];
    [...rows].find(({ dataset }) => dataset.key === id)?.focus({ preventScroll: true });
  }
}

define('chat-date-jump', ChatDateJump);
