import type { CallMedia, ChatClient, ChatRoom, MediaState, OwnCall } from '@chat/client';
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { avatar } from '../avatar.ts';
import { define } from '../define.ts';
import { emit } from '../emit.ts';
import { LanguageController } from '../language-controller.ts';
import { callTexts, withName, type CallTexts } from '../language/calls.ts';
import { icons } from '../more-icons.ts';
import { RoomController } from '../room-controller.ts';
import { base } from '../style/base.ts';
import { avatarStyle } from '../style/avatar.ts';
import { callStyle } from '../style/calls.ts';
import { tokens } from '../style/tokens.ts';
import { clock } from '../voice/clock.ts';
import { callControls } from './call-controls.ts';
import { lineText } from './line-text.ts';
import { recordCall, type CallRecording } from './recorder.ts';
import { ringStrip } from './ring-strip.ts';
import { ringing } from './ringing.ts';

/** Time that it stays to be read how a call ended. */
const farewellMs = 4_000;

/**
 * The call of a room: rings, shows both, has the controls, and says how it ended. Empty while there is none.
 *
 * @csspart remote - the picture of the other
 * @csspart local - my own
 * @csspart controls - the buttons
 */
export class ChatCall extends LitElement {
  static override styles = [tokens, base, avatarStyle, callStyle];
  static override properties = {
    client: { attribute: false },
    room: {},
    ring: { type: Boolean },
    own: { state: true },
    media: { state: true },
    saving: { state: true },
  };
  /** The client to speak through. */
  declare client: ChatClient | null;
  /** Id of the room. */
  declare room: string;
  /** Sounds while a call comes in. */
  declare ring: boolean;
  declare own: OwnCall | null;
  declare media: MediaState | null;
  declare saving: boolean;

  #language = new LanguageController(this);
  #room = new RoomController(this, (room) => [
    room.calls.subscribe((own) => this.#look(own, room)),
    () => this.#quiet(),
  ]);
  #call: CallMedia | null = null;
  #stopMedia: (() => void) | null = null;
  #stopRing: (() => void) | null = null;
  #recording: CallRecording | null = null;
  #tick: ReturnType<typeof setInterval> | undefined;
  #farewell: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.client = null;
    this.room = '';
    this.ring = false;
    this.own = null;
    this.media = null;
    this.saving = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#quiet();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('own')) return;
    const before = changed.get('own')?.call;
    const now = this.own?.call;
    // Whoever answered by keyboard goes on from there.
    if (before?.state === 'ringing' && now?.state === 'active' && this.own?.here)
      this.renderRoot.querySelector<HTMLElement>('.hangup')?.focus();
  }

  #look(own: OwnCall | null, room: ChatRoom): void {
    const before = this.own?.call;
    this.own = own;
    const rings = own?.call.state === 'ringing' && own.mine === 'callee' && this.ring;
    if (!rings) this.#hush();
    else this.#stopRing ??= ringing();
    clearTimeout(this.#farewell);
    if (own?.call.state === 'ended') {
      if (before?.id !== own.call.id || !this.isConnected)
        this.own = null; // it was over before we came
      else this.#farewell = setTimeout(() => (this.own = null), farewellMs);
    }
    if (own?.here && own.call.state === 'active') void this.#begin(room);
    else this.#end();
  }

  async #begin(room: ChatRoom): Promise<void> {
    if (this.#call) return;
    try {
      const call = await room.calls.media();
      if (this.#call || !this.own?.here || this.own.call.state !== 'active') return;
      this.#call = call;
      this.#stopMedia = call.state.subscribe((state) => (this.media = state));
      this.#tick = setInterval(() => this.requestUpdate(), 1_000);
    } catch (error) {
      emit(this, 'chat-error', { error });
    }
  }

  /** What was recorded is still saved. */
  #end(): void {
    void this.#stopRecording();
    this.#stopMedia?.();
    this.#stopMedia = null;
    this.#call = null;
    this.media = null;
    clearInterval(this.#tick);
  }

  #hush(): void {
    this.#stopRing?.();
    this.#stopRing = null;
  }

  #quiet(): void {
    this.#hush();
    this.#end();
    clearTimeout(this.#farewell);
  }

  #run(task: Promise<unknown> | undefined): void {
    void task?.catch((error: unknown) => emit(this, 'chat-error', { error }));
  }

  async #record(room: ChatRoom): Promise<void> {
    if (this.#recording) return this.#stopRecording(room);
    const call = this.#call;
    const own = this.own;
    if (!call || !own) return;
    await room.calls.record(true);
    const texts = callTexts(this.#language.current.tag);
    this.#recording = recordCall(call, {
      video: own.call.kind === 'video',
      maxBytes: this.client?.limits?.maxFileBytes ?? 0,
      name: texts.fileName,
      part: async (file) => {
        const stored = await room.files.upload(file);
        await room.messages.send({ text: '', attachments: [stored] });
      },
    });
    this.requestUpdate();
  }

  async #stopRecording(room?: ChatRoom): Promise<void> {
    const recording = this.#recording;
    if (!recording) return;
    this.#recording = null;
    this.saving = true;
    try {
      await Promise.all([recording.stop(), room?.calls.record(false)]);
    } finally {
      this.saving = false;
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    const { own } = this;
    const { room } = this.#room;
    if (!own || !room) return nothing;
    const language = this.#language.current;
    const texts = callTexts(language.tag);
    const { call, mine, here } = own;
    if (call.state === 'ended')
      return this.#note(lineText({ call: { ...call, callee: '' }, mine: mine === 'caller' }, language));
    if (call.state === 'ringing')
      return ringStrip(own, texts, {
        accept: () => this.#run(room.calls.accept()),
        end: () => this.#run(mine === 'callee' ? room.calls.reject() : room.calls.hangup()),
      });
    if (here) return this.#talking(own, room, texts);
    return html`<div class="strip">
      <p class="text" role="status">${texts.elsewhere}</p>
      <button
        type="button"
        class="round hangup"
        title=${texts.hangup}
        aria-label=${texts.hangup}
        @click=${() => this.#run(room.calls.hangup())}
      >
        ${icons.hangup}
      </button>
    </div>`;
  }

  #note(text: string): TemplateResult {
    return html`<div class="strip"><p class="text" role="status">${text}</p></div>`;
  }

  #talking({ call, mine }: OwnCall, room: ChatRoom, texts: CallTexts): TemplateResult {
    const other = mine === 'caller' ? call.callee : call.caller;
    const { media } = this;
    const seen = media?.peer ? media.peer.camera || media.peer.screen : call.kind === 'video';
    const state = other.away
      ? withName(texts.away, other.name)
      : !media || media.connection === 'connecting'
        ? texts.connecting
        : media.connection === 'reconnecting'
          ? texts.reconnecting
          : '';
    const notes = [
      other.recording ? withName(texts.recordedBy, other.name) : '',
      this.#recording ? texts.recording : this.saving ? texts.saving : '',
      media?.peer && !media.peer.microphone ? withName(texts.muted, other.name) : '',
      media?.problem ? problemText(media.problem, texts) : '',
    ].filter(Boolean);
    const shown = media !== null && (media.camera || media.screen);
    return html`<section class=${seen || shown ? 'talk pictures' : 'talk'} aria-label=${texts[call.kind]}>
      <div class="stage">
        ${seen ? nothing : avatar({ id: other.userId, name: other.name })}
        <video
          class="remote"
          part="remote"
          autoplay
          playsinline
          aria-label=${other.name}
          ?hidden=${!seen}
          .srcObject=${media?.remote ?? null}
        ></video>
        <video
          class="local"
          part="local"
          autoplay
          playsinline
          muted
          aria-hidden="true"
          ?hidden=${!shown}
          .muted=${true}
          .srcObject=${media?.local ?? null}
        ></video>
      </div>
      <div class="facts">
        <span class="name" dir="auto">${other.name}</span>
        <span class="time" role="timer"
          >${clock(Math.max(0, Date.now() - (call.answeredAt ?? Date.now())))}</span
        >
        ${media?.quality ? html`<i class="quality ${media.quality}" role="img" aria-label=${texts.quality[media.quality]} title=${texts.quality[media.quality]}></i>` : nothing}
        <span class="state" role="status">${state}</span>
        ${notes.map((note) => html`<span class="note" role="status">${note}</span>`)}
      </div>
      ${callControls({
        texts,
        media,
        call: this.#call,
        records:
          room.state.get().can?.['file:upload'] === true && (this.client?.limits?.maxFileBytes ?? 0) > 0,
        recording: this.#recording !== null,
        run: (task) => this.#run(task),
        record: () => this.#record(room),
        float: () => this.renderRoot.querySelector<HTMLVideoElement>('.remote')?.requestPictureInPicture(),
        hangup: () => room.calls.hangup(),
      })}
    </section>`;
  }
}

const problemText = (problem: string, texts: CallTexts): string => {
  if (problem === 'NotAllowedError' || problem === 'SecurityError') return texts.denied;
  return problem === 'NotFoundError' || problem === 'OverconstrainedError' ? texts.missing : texts.unusable;
};

declare global {
  interface HTMLElementTagNameMap {
    'chat-call': ChatCall;
  }
}

define('chat-call', ChatCall);
