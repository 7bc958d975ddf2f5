import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { deepActive } from '../dom/active-element.ts';

interface Host extends ReactiveControllerHost, HTMLElement {
  /** The element shown in it. */
  readonly player: HTMLVideoElement | null;
}

const changes = ['enterpictureinpicture', 'leavepictureinpicture'] as const;

/** The other user's video in a window on top, if the browser supports it. Closes with its player. */
export class SmallWindow implements ReactiveController {
  open = false;
  #host: Host;
  #player: HTMLVideoElement | null = null;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  /** Null where there is none. */
  get control(): this | null {
    // Firefox has its own button and no such API.
    return document.pictureInPictureEnabled ? this : null;
  }

  /** Opens or closes it. Browsers allow that only in response to a click. */
  async toggle(): Promise<void> {
    const { player } = this.#host;
    if (this.open) return document.exitPictureInPicture();
    await player?.requestPictureInPicture();
    // The call has ended meanwhile.
    if (player !== this.#player) await document.exitPictureInPicture();
  }

  hostUpdated(): void {
    const { player } = this.#host;
    if (player === this.#player) return;
    this.hostDisconnected();
    this.#player = player;
    for (const type of changes) player?.addEventListener(type, this.#changed);
  }

  hostDisconnected(): void {
    for (const type of changes) this.#player?.removeEventListener(type, this.#changed);
    this.#player = null;
    // Otherwise it would keep showing the last frame.
    if (this.open) void document.exitPictureInPicture().catch(() => {});
    this.open = false;
  }

  #changed = ({ type }: Event): void => {
    this.open = type === 'enterpictureinpicture';
    this.#host.requestUpdate();
    if (this.open || ![null, document.body].includes(deepActive() as HTMLElement | null)) return;
    // The user closed the window, so the focus returns to the button that opened it.
    void this.#host.updateComplete.then(() =>
      this.#host.shadowRoot?.querySelector<HTMLElement>('.window')?.focus(),
    );
  };
}
