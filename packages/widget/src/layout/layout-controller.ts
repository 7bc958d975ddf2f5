import type { ReactiveController, ReactiveControllerHost, TemplateResult } from 'lit';
import { nothing } from 'lit';
import type { Language } from '../i18n/language.ts';
import type { RoomContext } from '../core/feature.ts';
import type { Shape } from './floating-layout.ts';

/** A chat that may float over its page. */
export interface ShapeHost extends ReactiveControllerHost, HTMLElement {
  layout: string;
  /** A floating chat is open; the attribute is `open`. */
  shown: boolean;
  /** The page sets no font of its own. */
  plain: boolean;
  focusComposer(): void;
}

/** Opens and closes a chat in any layout. Code for floating layouts loads with the first floating chat. */
export class LayoutController implements ReactiveController {
  #host: ShapeHost;
  #shape: Shape | null = null;
  #asked = false;
  /** Opened since the start, and not by an initial attribute. */
  openedByCall = false;

  constructor(host: ShapeHost) {
    this.#host = host;
    host.addController(this);
  }

  get floats(): boolean {
    return this.#host.layout !== 'inline';
  }

  /** The frame is visible. */
  get open(): boolean {
    return !this.floats || this.#host.shown;
  }

  show(open: boolean): void {
    this.openedByCall = open;
    if (this.floats) this.#host.shown = open;
    else this.#host.hidden = !open;
  }

  toggle(): void {
    this.show(this.floats ? !this.#host.shown : Boolean(this.#host.hidden));
  }

  /** The launcher, outside of the frame. */
  renderLauncher(context: RoomContext | null): TemplateResult | typeof nothing {
    return (this.floats && this.#shape?.renderLauncher(context)) || nothing;
  }

  /** The close button of a frame without a header. */
  exit(context: RoomContext | null, language: Language): TemplateResult | typeof nothing {
    return (this.floats && this.#shape?.exit(context, language)) || nothing;
  }

  hostConnected(): void {
    this.#shape?.connect();
  }

  hostUpdate(): void {
    if (!this.floats || this.#asked) return;
    this.#asked = true;
    import('./floating-layout.ts').then(
      ({ createFloatingLayout }) => {
        this.#shape = createFloatingLayout(this.#host, this);
        if (this.#host.isConnected) this.#shape.connect();
        this.#host.requestUpdate();
      },
      () => (this.#asked = false),
    );
  }

  hostUpdated(): void {
    this.#shape?.update();
  }

  hostDisconnected(): void {
    this.#shape?.disconnect();
  }
}
