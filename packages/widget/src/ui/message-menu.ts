import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { define } from '../core/define.ts';
import type { MessageAction } from '../core/feature.ts';
import { base } from '../styles/base.ts';
import { clippedNameStyle } from '../styles/clipped-name.ts';
import { menuStyle } from '../styles/menu.ts';
import { tokens } from '../styles/tokens.ts';

const edgePx = 8;

/**
 * A menu in the top layer. Arrow keys move, Escape closes it and returns the focus.
 */
export class ChatMessageMenu extends LitElement {
  static override styles = [tokens, base, menuStyle, clippedNameStyle];
  static override properties = { actions: { attribute: false }, asked: { state: true } };
  declare actions: readonly MessageAction[];
  declare asked: string | null;
  #opener: HTMLElement | null = null;
  #closed: { opener: HTMLElement | null; at: number } = { opener: null, at: 0 };

  constructor() {
    super();
    this.actions = [];
    this.asked = null;
  }

  /** Opens next to a button. A click on the button that has just closed it does not open it again. */
  async openAt(opener: HTMLElement, actions: readonly MessageAction[]): Promise<void> {
    const { opener: last, at } = this.#closed;
    if (last === opener && performance.now() - at < 250) return;
    this.actions = actions;
    this.asked = null;
    this.#opener = opener;
    await this.updateComplete;
    const menu = this.#menu;
    if (!menu || !opener.isConnected) return;
    menu.showPopover?.();
    this.#position();
    this.#window.addEventListener('resize', this.#follow);
    this.#items[0]?.focus();
  }

  protected override render(): TemplateResult {
    return html`<div
      class="menu"
      role="menu"
      popover="auto"
      @toggle=${this.#onToggle}
      @keydown=${this.#onKeyDown}
    >
      ${this.#renderQuick(this.actions.filter(({ compact }) => compact))}
      ${this.actions
        .filter(({ compact }) => !compact)
        .map(
          (action) =>
            html`<button
              type="button"
              role="menuitem"
              tabindex="-1"
              class=${action.destructive ? `${action.name} destructive` : action.name}
              @click=${() => this.#choose(action)}
            >
              ${action.icon}<span>${this.asked === action.name ? action.confirm : action.label}</span>
            </button>`,
        )}
    </div>`;
  }

  #renderQuick(actions: MessageAction[]): TemplateResult | typeof nothing {
    if (actions.length === 0) return nothing;
    return html`<div class="quick" role="group">
      ${actions.map(
        (action) =>
          html`<button
            type="button"
            role=${action.checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
            tabindex="-1"
            aria-checked=${action.checked ?? nothing}
            aria-label=${action.label}
            title=${action.label}
            @click=${() => this.#choose(action)}
          >
            ${action.icon}
          </button>`,
      )}
    </div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('asked') && this.asked)
      this.#items.find((item) => item.matches(`.${this.asked}`))?.focus();
  }

  get #menu(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.menu');
  }

  get #items(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('[role^=menuitem]')];
  }

  get #window(): Window {
    return this.ownerDocument.defaultView ?? window;
  }

  /**
   * Follows the button when the window changes, as when a phone is turned; closes if the button is hidden.
   */
  #follow = (): void => {
    if (this.#opener?.checkVisibility()) this.#position();
    else this.#menu?.hidePopover();
  };

  #position(): void {
    const [menu, opener] = [this.#menu, this.#opener];
    if (!menu || !opener) return;
    const at = opener.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = menu;
    const { innerWidth, innerHeight } = this.#window;
    const rightToLeft = getComputedStyle(this).direction === 'rtl';
    const left = rightToLeft ? at.left : at.right - width;
    const below = at.bottom + 4;
    const top = below + height + edgePx > innerHeight ? at.top - height - 4 : below;
    menu.style.left = `${Math.min(Math.max(edgePx, left), innerWidth - width - edgePx)}px`;
    menu.style.top = `${Math.max(edgePx, top)}px`;
  }

  #choose(action: MessageAction): void {
    if (action.confirm && this.asked !== action.name) {
      this.asked = action.name;
      return;
    }
    const opener = this.#opener;
    // The user may press the button again at once.
    this.#opener = null;
    opener?.focus({ preventScroll: true });
    this.#menu?.hidePopover?.();
    if (opener) action.run(opener);
  }

  /** Left and right, along the row of icons. */
  #sideways(at: number): Record<string, number> {
    const forward = getComputedStyle(this).direction === 'rtl' ? -1 : 1;
    return { ArrowRight: at + forward, ArrowLeft: at - forward };
  }

  #onToggle = (event: ToggleEvent): void => {
    if (event.newState !== 'closed') return;
    this.#window.removeEventListener('resize', this.#follow);
    this.#closed = { opener: this.#opener, at: performance.now() };
  };

  #onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    const items = this.#items;
    const at = items.indexOf(event.target as HTMLElement);
    // Up and down skip over the row of icons.
    const row = this.actions.filter(({ compact }) => compact).length;
    const down = at < row ? row : at + 1;
    const to = { ArrowDown: down, ArrowUp: at - 1, Home: 0, End: -1, ...this.#sideways(at) }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      items.at(to % items.length)?.focus();
    }
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      this.#opener?.focus({ preventScroll: true });
      this.#menu?.hidePopover?.();
    }
  };
}

define('chat-message-menu', ChatMessageMenu);
