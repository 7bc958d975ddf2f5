import { LitElement, html, type PropertyValues, type TemplateResult } from 'lit';
import { define } from '../core/define.ts';
import type { MessageAction } from '../core/feature.ts';
import { base } from '../styles/base.ts';
import { clippedNameStyle } from '../styles/clipped-name.ts';
import { menuStyle } from '../styles/menu.ts';
import { sheetStyle } from '../styles/sheet.ts';
import { tokens } from '../styles/tokens.ts';
import { menuEntries } from './menu-entries.ts';
import { dragToClose } from './sheet-drag.ts';

const edgePx = 8;

/** Where a menu opens if not next to its button. */
export interface MenuPlacement {
  /** At the pointer, in px of the window. */
  point?: { x: number; y: number } | null;
  /** As a sheet at the lower edge. */
  sheet?: boolean;
  /** It was opened by a finger: the focus has no ring until a key is pressed. */
  touch?: boolean;
  /** The message that is shown above the sheet, and its former position. */
  lifted?: { element: HTMLElement; box: DOMRect } | null;
}

/**
 * A menu in the top layer. Arrow keys move, Escape closes it and returns the focus.
 */
export class ChatMessageMenu extends LitElement {
  static override styles = [tokens, base, menuStyle, sheetStyle, clippedNameStyle];
  static override properties = {
    actions: { attribute: false },
    asked: { state: true },
    sheet: { state: true },
  };
  declare actions: readonly MessageAction[];
  declare asked: string | null;
  declare sheet: boolean;
  #opener: HTMLElement | null = null;
  #placement: MenuPlacement = {};
  #closed: { opener: HTMLElement | null; at: number } = { opener: null, at: 0 };
  /** The user pressed on the ground of the sheet. */
  #pressedGround = false;

  constructor() {
    super();
    this.actions = [];
    this.asked = null;
    this.sheet = false;
  }

  /** The button whose menu is open. */
  get openFor(): HTMLElement | null {
    return this.#menu?.matches(':popover-open') || this.#dialog?.open ? this.#opener : null;
  }

  /** Opens next to a button. A click on the button that has just closed it does not open it again. */
  async openAt(
    opener: HTMLElement,
    actions: readonly MessageAction[],
    placement: MenuPlacement = {},
  ): Promise<void> {
    const { opener: last, at } = this.#closed;
    if (last === opener && !placement.point && performance.now() - at < 250) return;
    this.#hide();
    this.#placement.lifted?.element.remove();
    this.actions = actions;
    this.asked = null;
    this.sheet = placement.sheet ?? false;
    this.#opener = opener;
    this.#placement = placement;
    await this.updateComplete;
    if (!this.#menu || !opener.isConnected) return;
    this.#menu.classList.toggle('touched', placement.touch ?? false);
    if (placement.lifted) this.append(placement.lifted.element);
    if (this.#dialog) this.#dialog.showModal();
    else this.#menu.showPopover?.();
    this.#position();
    this.#window.addEventListener('resize', this.#follow);
    this.#items[0]?.focus();
  }

  protected override render(): TemplateResult {
    const entries = menuEntries(this.actions, {
      asked: this.asked,
      choose: (action) => this.#choose(action),
    });
    if (!this.sheet)
      return html`<div
        class="menu"
        role="menu"
        popover="auto"
        @toggle=${this.#onToggle}
        @keydown=${this.#onKeyDown}
      >
        ${entries}
      </div>`;
    return html`<dialog
      aria-label=${this.#opener?.ariaLabel ?? ''}
      @pointerdown=${this.#onGround}
      @click=${this.#onGround}
      @close=${this.#onClose}
    >
      <slot></slot>
      <div class="sheet menu" role="menu" @keydown=${this.#onKeyDown}>${entries}</div>
    </dialog>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('asked') && this.asked)
      this.#items.find((item) => item.matches(`.${this.asked}`))?.focus();
    const menu = this.#menu;
    if (changed.has('sheet') && this.sheet && menu) dragToClose(menu, () => this.#hide());
  }

  get #menu(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.menu');
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
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
    else this.#hide();
  };

  #position(): void {
    if (this.sheet) this.#positionLifted();
    else this.#positionMenu();
  }

  #positionMenu(): void {
    const [menu, opener] = [this.#menu, this.#opener];
    if (!menu || !opener) return;
    const { x, y } = this.#placement.point ?? {};
    const at = opener.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = menu;
    const { innerWidth, innerHeight } = this.#window;
    const rightToLeft = getComputedStyle(this).direction === 'rtl';
    const left = rightToLeft ? (x === undefined ? at.left : x - width) : (x ?? at.right - width);
    const below = y ?? at.bottom + 4;
    const top = below + height + edgePx > innerHeight ? (y ?? at.top - 4) - height : below;
    menu.style.left = `${Math.min(Math.max(edgePx, left), innerWidth - width - edgePx)}px`;
    menu.style.top = `${Math.min(Math.max(edgePx, top), Math.max(edgePx, innerHeight - height - edgePx))}px`;
  }

  /** The message stays where it is if the sheet leaves the space, otherwise it moves up. */
  #positionLifted(): void {
    const [menu, { lifted }] = [this.#menu, this.#placement];
    if (!menu) return;
    menu.classList.toggle('scrolls', menu.scrollHeight > menu.clientHeight);
    if (!lifted) return;
    const { element, box } = lifted;
    const space = menu.offsetTop - 2 * edgePx;
    const height = Math.min(box.height, space);
    Object.assign(element.style, {
      left: `${box.left}px`,
      width: `${box.width}px`,
      height: `${height}px`,
      top: `${Math.max(edgePx, Math.min(box.top, menu.offsetTop - edgePx - height))}px`,
    });
  }

  #choose(action: MessageAction): void {
    if (action.unavailable) return;
    if (action.reveals) return void this.#reveal(action, action.reveals);
    if (action.confirm && this.asked !== action.name) {
      this.asked = action.name;
      return;
    }
    const opener = this.#opener;
    this.#hide();
    // The user may press the button again at once.
    this.#opener = null;
    this.#closed.opener = null;
    opener?.focus({ preventScroll: true });
    if (opener) action.run(opener);
  }

  /** Puts entries in place of the one that stood for them. */
  async #reveal(action: MessageAction, entries: readonly MessageAction[]): Promise<void> {
    const { actions } = this;
    const at = actions.indexOf(action);
    const first = this.#items.findIndex((item) => item.matches(`.${action.name}`));
    this.actions = [...actions.slice(0, at), ...entries, ...actions.slice(at + 1)];
    await this.updateComplete;
    this.#position();
    this.#items[first]?.focus();
  }

  #hide(): void {
    if (this.#dialog?.open) this.#dialog.close();
    else if (this.#menu?.matches(':popover-open')) this.#menu.hidePopover();
  }

  /** Left and right, along the row of icons. */
  #sideways(at: number): Record<string, number> {
    const forward = getComputedStyle(this).direction === 'rtl' ? -1 : 1;
    return { ArrowRight: at + forward, ArrowLeft: at - forward };
  }

  #onToggle = (event: ToggleEvent): void => {
    if (event.newState === 'closed') this.#onClose();
  };

  #onClose = (): void => {
    // It was opened again before this event.
    if (this.openFor) return;
    this.#window.removeEventListener('resize', this.#follow);
    this.#placement.lifted?.element.remove();
    this.#pressedGround = false;
    this.#closed = { opener: this.#opener, at: performance.now() };
  };

  /** A press outside the sheet. The finger that opened it by a long press is lifted without one. */
  #onGround = (event: Event): void => {
    const isGround = event.target === event.currentTarget;
    if (event.type === 'pointerdown') this.#pressedGround = isGround;
    else if (isGround && this.#pressedGround) this.#hide();
  };

  #onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    this.#menu?.classList.remove('touched');
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
      const opener = this.#opener;
      this.#hide();
      // The next key may open it again at once.
      this.#opener = null;
      this.#closed.opener = null;
      opener?.focus({ preventScroll: true });
    }
  };
}

define('chat-message-menu', ChatMessageMenu);
