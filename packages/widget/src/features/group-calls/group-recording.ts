import type { ChatRoom, GroupMedia, OwnGroupCall } from '@chat/client';
import { ownRecording, streamsOfGroup } from '../../call-recording/own-recording.ts';

/** How long a refusal is shown. */
const shownMs = 8_000;

interface RecordingOptions {
  video: boolean;
  maxBytes: number;
  name: string;
}

/** The recording of a group call: asks everybody, and records once the server says that all have allowed it. */
export class GroupRecording {
  /** A participant has just refused, or did not answer in time. */
  declined = false;
  #changed: () => void;
  #own: ReturnType<typeof ownRecording>;
  #state: 'none' | 'asking' | 'asked' | 'recording' = 'none';
  #lapse: ReturnType<typeof setTimeout> | undefined;
  #shown: ReturnType<typeof setTimeout> | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
    this.#own = ownRecording(changed);
  }

  /** This page records. */
  get on(): boolean {
    return this.#own.on;
  }

  get saving(): boolean {
    return this.#own.saving;
  }

  /** This page asks, or records. */
  get active(): boolean {
    return this.#state !== 'none';
  }

  /** Asks everybody; a second call withdraws the question, or stops the recording. */
  async toggle(room: ChatRoom): Promise<void> {
    if (this.active) return this.#stop(room);
    this.declined = false;
    this.#state = 'asking';
    this.#changed();
    const { recording } = await room.groupCall.record('ask').catch((error: unknown) => {
      this.#state = 'none';
      this.#changed();
      throw error;
    });
    if (this.#state === 'asking') this.#state = 'asked';
    if (recording && recording.startedAt === undefined)
      this.#lapse = setTimeout(() => void this.#expire(room), recording.expiresAt - recording.askedAt);
  }

  /** Follows the call: starts when all have allowed it, and stops when it is over. */
  follow(own: OwnGroupCall | null, me: string, room: ChatRoom): boolean {
    const recording = own?.here ? own.call.recording : undefined;
    const isMine = recording?.userId === me;
    // A page that was reloaded records nothing any more.
    if (isMine && this.#state === 'none') {
      void room.groupCall.record('stop').catch(() => {});
      return false;
    }
    if (own && !isMine && (this.#state === 'asked' || this.#state === 'recording')) this.#over();
    return isMine && recording.startedAt !== undefined && this.#state !== 'recording';
  }

  async start(media: GroupMedia, room: ChatRoom, options: RecordingOptions): Promise<void> {
    clearTimeout(this.#lapse);
    this.#state = 'recording';
    await this.#own.start(streamsOfGroup(media), room, options);
  }

  /** The page has left the call. The recording is still being saved. */
  reset(): void {
    clearTimeout(this.#lapse);
    clearTimeout(this.#shown);
    this.#state = 'none';
    this.declined = false;
    void this.#own.stop();
  }

  /** The question or the recording is gone. */
  #over(): void {
    clearTimeout(this.#lapse);
    this.#state = 'none';
    if (this.on) void this.#own.stop();
    else this.#showRefusal();
  }

  async #stop(room: ChatRoom): Promise<void> {
    clearTimeout(this.#lapse);
    this.#state = 'none';
    await Promise.all([this.#own.stop(), room.groupCall.record('stop')]);
  }

  async #expire(room: ChatRoom): Promise<void> {
    if (this.#state !== 'asked') return;
    this.#showRefusal();
    await this.#stop(room).catch(() => {});
    this.#changed();
  }

  #showRefusal(): void {
    this.declined = true;
    clearTimeout(this.#shown);
    this.#shown = setTimeout(() => {
      this.declined = false;
      this.#changed();
    }, shownMs);
  }
}
