import { html, type LitElement, type TemplateResult } from 'lit';
import './chat-launcher.ts';
import { deepActive } from '../dom/active-element.ts';
import { icons } from '../ui/icons.ts';
import { isEscape } from '../dom/is-escape.ts';
import type { Language } from '../i18n/language.ts';
import type { RoomContext } from '../core/feature.ts';
import type { LayoutController, ShapeHost } from './layout-controller.ts';
import { shows } from '../core/feature-filter.ts';
import { shapeStyle } from './layout.styles.ts';

/** The additions of a floating chat to an inline one. */
export interface Shape {
  connect(): void;
  update(): void;
  disconnect(): void;
  renderLauncher(context: RoomContext | null): TemplateResult | null;
  /** A close button for a frame without a header: a form, a rejection, a room that covers the window. */
  exit(context: RoomContext | null, language: Language): TemplateResult | null;
}

/** Whether a floating chat covers the whole page. */
const phone = '(max-width: 600px), (max-height: 480px)';

/** Chats that cover the page, and the page's scrolling before the first of them did. */
const covering = new Set<ShapeHost>();
let scrolling = '';

export const createFloatingLayout = (host: ShapeHost, controller: LayoutController): Shape => {
  const small = matchMedia(phone);
  // A chat that is open from the start does not take the focus.
  let wasOpen = host.shown && !controller.openedByCall;
  let opener: HTMLElement | null = null;
  let wantsFocus = false;
  let inert: Element[] = [];
  const { shadowRoot } = host;
  if (shadowRoot && shapeStyle.styleSheet) shadowRoot.adoptedStyleSheets.push(shapeStyle.styleSheet);
  host.toggleAttribute('shaped', true);

  const covers = () => controller.floats && host.shown && (host.layout === 'full' || small.matches);

  /** Makes the page inert while the chat covers it: for keyboard, screen readers and scrolling. */
  const holdPage = (hold: boolean): void => {
    if (hold === covering.has(host)) return;
    const { style } = document.documentElement;
    if (hold && covering.size === 0) scrolling = style.overflow;
    if (hold) covering.add(host);
    else covering.delete(host);
    style.overflow = covering.size > 0 ? 'hidden' : scrolling;
    if (hold) {
      inert = [];
      for (let at: Element = host; at !== document.body && at.parentElement; at = at.parentElement)
        for (const other of at.parentElement.children)
          if (other !== at && !other.hasAttribute('inert') && other.localName !== 'script') inert.push(other);
    }
    for (const other of inert) other.toggleAttribute('inert', hold);
    if (!hold) inert = [];
  };

  /** An on-screen keyboard covers part of the window without a layout change. */
  const fit = (): void => {
    const { visualViewport: view } = window;
    if (!view) return;
    host.style.setProperty('--_seen', `${view.height}px`);
    host.style.setProperty('--_above', `${view.offsetTop}px`);
  };

  /** Moves the focus to the field once it exists, if the user has not moved it meanwhile. */
  const takeFocus = async (): Promise<void> => {
    const field = shadowRoot?.querySelector<LitElement>('chat-composer, chat-join-form');
    const exit =
      shadowRoot?.querySelector<HTMLElement>('.refusal') && shadowRoot.querySelector('.exit button');
    if (!field && !exit) return;
    wantsFocus = false;
    await field?.updateComplete;
    const active = deepActive();
    if (!host.shown || (active !== opener && active !== document.body)) return;
    if (field) host.focusComposer();
    else (exit as HTMLElement).focus();
  };

  const update = (): void => {
    const isCovering = covers();
    host.toggleAttribute('covering', isCovering);
    holdPage(isCovering && host.isConnected);
    if (isCovering) fit();
    if (wantsFocus) void takeFocus();
    if (host.shown === wasOpen || !controller.floats) return;
    wasOpen = wantsFocus = host.shown;
    if (wasOpen) {
      opener = deepActive() as HTMLElement | null;
      void takeFocus();
      return;
    }
    const launcher = shadowRoot?.querySelector<HTMLElement>('chat-launcher');
    if (deepActive() !== document.body && !host.matches(':focus-within')) return;
    (launcher ?? (opener?.isConnected ? opener : null))?.focus();
  };

  /** A room without a header needs its own close button only if it covers the page's. */
  const onSize = (): void => {
    update();
    host.requestUpdate();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (!controller.floats || !host.shown || !isEscape(event)) return;
    event.preventDefault();
    controller.show(false);
  };

  return {
    update,
    connect: () => {
      host.addEventListener('keydown', onKeyDown);
      small.addEventListener('change', onSize);
      window.visualViewport?.addEventListener('resize', fit);
      window.visualViewport?.addEventListener('scroll', fit);
    },
    disconnect: () => {
      holdPage(false);
      host.removeEventListener('keydown', onKeyDown);
      small.removeEventListener('change', onSize);
      window.visualViewport?.removeEventListener('resize', fit);
      window.visualViewport?.removeEventListener('scroll', fit);
    },
    renderLauncher: (context) =>
      host.layout === 'launcher'
        ? html`<chat-launcher
            class=${host.plain ? 'plain' : ''}
            part="launcher"
            exportparts="button: launcher-button, badge: launcher-badge, preview: launcher-preview"
            lang=${context?.language.tag ?? ''}
            .client=${context?.client ?? null}
            .room=${context?.room.id ?? ''}
            .expanded=${host.shown}
            @chat-toggle=${(event: Event) => {
              event.stopPropagation();
              controller.toggle();
            }}
          ></chat-launcher>`
        : null,
    exit: (context, language) =>
      context && (shows(context.features, 'header') || !covers())
        ? null
        : html`<div class="exit">
            <button
              type="button"
              class="icon-button"
              aria-label=${language.text('close')}
              @click=${() => controller.show(false)}
            >
              ${icons.close}
            </button>
          </div>`,
  };
};
