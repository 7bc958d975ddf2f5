import type { ChatRoom, Stop } from '@chat/client';

/** How long a refusal is shown. */
const shownMs = 8_000;

/**
 * Asks the other user before a recording starts, and this user before the other one records. The two pages
 * exchange signals; without an answer nothing is recorded.
 */
export class RecordingConsent {
  /** This page asked, and there is no answer yet. */
  waits = false;
  /** The other user asks. */
  asked = false;
  /** The other user has just refused. */
  declined = false;
  #room: ChatRoom | null = null;
  #changed: () => void;
  #onAllowed: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(changed: () => void, onAllowed: () => void) {
    this.#changed = changed;
    this.#onAllowed = onAllowed;
  }

  /** Follows the signals of a room's calls. */
  watch(room: ChatRoom): Stop {
    this.#room = room;
    return room.on('call:signal', ({ signal: { recording } }) => {
      if (recording === 'ask') this.asked = true;
      if (recording === 'cancel') this.asked = false;
      if (this.waits && (recording === 'allow' || recording === 'decline')) {
        this.waits = false;
        if (recording === 'allow') this.#onAllowed();
        else this.#showRefusal();
      }
      if (recording) this.#changed();
    });
  }

  /** Asks the other user; a second call withdraws the question. */
  async ask(room: ChatRoom): Promise<void> {
    this.waits = !this.waits;
    this.declined = false;
    this.#changed();
    try {
      await room.calls.signal({ recording: this.waits ? 'ask' : 'cancel' });
    } catch (error) {
      this.waits = false;
      this.#changed();
      throw error;
    }
  }

  async answer(recording: 'allow' | 'decline'): Promise<void> {
    this.asked = false;
    this.#changed();
    await this.#room?.calls.signal({ recording });
  }

  /** The call is over. */
  reset(): void {
    clearTimeout(this.#timer);
    this.waits = this.asked = this.declined = false;
  }

  #showRefusal(): void {
    this.declined = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.declined = false;
      this.#changed();
    }, shownMs);
  }
}
