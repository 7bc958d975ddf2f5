import type { CallMedia, ChatClient, ChatRoom, MediaState, OwnCall } from '@chat/client';
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { avatar } from '../../ui/avatar.ts';
import { define } from '../../core/define.ts';
import { emit } from '../../core/emit.ts';
import { LanguageController } from '../../i18n/language-controller.ts';
import { callTexts, type CallTexts } from '../../call-ui/texts.ts';
import { icons } from '../../ui/all-icons.ts';
import { RoomController } from '../../core/room-controller.ts';
import { base } from '../../styles/base.ts';
import { avatarStyle } from '../../styles/avatar.ts';
import { callStyle } from '../../call-ui/calls.styles.ts';
import { tokens } from '../../styles/tokens.ts';
import { callControls } from '../../call-ui/call-controls.ts';
import { rememberedDevices } from '../../call-ui/call-devices.ts';
import { callFacts } from '../../call-ui/call-status.ts';
import { endText } from '../../call-ui/line-text.ts';
import { ownRecording } from './own-recording.ts';
import { incomingCall } from './incoming-call.ts';
import { startRinging } from './ringtone.ts';
import { SmallWindow } from '../../call-ui/picture-in-picture.ts';
import { keepSpeaker } from '../../call-ui/speaker.ts';
import { emitCallEvents } from '../../call-ui/call-events.ts';

/** How long the outcome of a call is shown. */
const farewellMs = 4_000;

/**
 * The call of a room: rings, shows both users and the controls, and then the outcome. Empty without a call.
 *
 * @event chat-call - as `<chat-room>` has it
 * @csspart remote - the picture of the other
 * @csspart local - my own
 * @csspart controls - the buttons
 * @csspart devices - where microphone, camera and speaker are chosen
 */
export class ChatCall extends LitElement {
  static override styles = [tokens, base, avatarStyle, callStyle];
  static override properties = {
    client: { attribute: false },
    room: {},
    ring: { type: Boolean },
    relayOnly: { type: Boolean, attribute: 'relay-only' },
    choosing: { state: true },
    own: { state: true },
    media: { state: true },
  };
  /** The client to use. */
  declare client: ChatClient | null;
  /** Id of the room. */
  declare room: string;
  /** Plays while a call is ringing. */
  declare ring: boolean;
  /** Media goes through TURN only, so that the users do not learn each other's address. */
  declare relayOnly: boolean;
  declare choosing: boolean;
  declare own: OwnCall | null;
  declare media: MediaState | null;

  #language = new LanguageController(this);
  #room = new RoomController(this, (room) => [
    room.calls.subscribe((own) => this.#look(own, room)),
    emitCallEvents(this, room),
    () => this.#quiet(),
  ]);
  #call: CallMedia | null = null;
  #stopMedia: (() => void) | null = null;
  #stopRing: (() => void) | null = null;
  #stopSpeaker: (() => void) | null = null;
  #recording = ownRecording(() => this.requestUpdate());
  #window = new SmallWindow(this);
  #tick: ReturnType<typeof setInterval> | undefined;
  #farewell: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.client = null;
    this.room = '';
    this.ring = false;
    this.relayOnly = false;
    this.choosing = false;
    this.own = null;
    this.media = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#quiet();
  }

  protected override updated(changed: PropertyValues<this>): void {
    const { player } = this;
    if (player) this.#stopSpeaker ??= keepSpeaker(player);
    if (changed.has('choosing') && this.choosing)
      void this.#devices?.updateComplete.then(() => this.#devices?.focus());
    if (!changed.has('own')) return;
    const before = changed.get('own')?.call;
    const now = this.own?.call;
    // A user who answered by keyboard keeps the focus here.
    if (before?.state === 'ringing' && now?.state === 'active' && this.own?.here)
      this.renderRoot.querySelector<HTMLElement>('.hangup')?.focus();
  }

  /** The media elements of the other user. */
  get player(): HTMLVideoElement | null {
    return this.renderRoot.querySelector('.remote');
  }

  get #devices(): HTMLElementTagNameMap['chat-call-devices'] | null {
    return this.renderRoot.querySelector('chat-call-devices');
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    this.choosing = false;
    this.renderRoot.querySelector<HTMLElement>('.devices')?.focus();
  }

  #look(own: OwnCall | null, room: ChatRoom): void {
    const before = this.own?.call;
    this.own = own;
    const rings = own?.call.state === 'ringing' && own.mine === 'callee' && this.ring;
    if (!rings) this.#hush();
    else this.#stopRing ??= startRinging();
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
      const call = await room.calls.media({ relayOnly: this.relayOnly, devices: rememberedDevices() });
      if (this.#call || !this.own?.here || this.own.call.state !== 'active') return;
      this.#call = call;
      this.#stopMedia = call.state.subscribe((state) => (this.media = state));
      this.#tick = setInterval(() => this.requestUpdate(), 1_000);
    } catch (error) {
      emit(this, 'chat-error', { error });
    }
  }

  /** The recording is still being saved. */
  #end(): void {
    void this.#recording.stop();
    this.#stopMedia?.();
    this.#stopMedia = null;
    this.#stopSpeaker?.();
    this.#stopSpeaker = null;
    this.#call = null;
    this.media = null;
    this.choosing = false;
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
    if (this.#recording.on) return this.#recording.stop(room);
    if (!this.#call || !this.own) return;
    await this.#recording.start(this.#call, room, {
      video: this.own.call.kind === 'video',
      maxBytes: this.client?.limits?.maxFileBytes ?? 0,
      name: callTexts(this.#language.current.tag).fileName,
    });
  }

  protected override render(): TemplateResult | typeof nothing {
    const { own } = this;
    const { room } = this.#room;
    if (!own || !room) return nothing;
    const language = this.#language.current;
    const texts = callTexts(language.tag);
    const { call, mine, here } = own;
    if (call.state === 'ended') return this.#note(endText(call, mine === 'caller', language));
    if (call.state === 'ringing')
      return incomingCall(own, texts, {
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

  #talking(own: OwnCall, room: ChatRoom, texts: CallTexts): TemplateResult {
    const { call, mine } = own;
    const other = mine === 'caller' ? call.callee : call.caller;
    const { media } = this;
    const seen = media?.peer ? media.peer.camera || media.peer.screen : call.kind === 'video';
    const shown = media !== null && (media.camera || media.screen);
    // `live`: a player restarts when its stream is set again.
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
          .srcObject=${live(media?.remote ?? null)}
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
          .srcObject=${live(media?.local ?? null)}
        ></video>
      </div>
      ${callFacts(own, {
        tag: this.#language.current.tag,
        texts,
        media,
        recording: this.#recording.on,
        saving: this.#recording.saving,
        reconnect: () => this.#run(this.#call?.restart()),
      })}
      ${callControls({
        texts,
        media,
        call: this.#call,
        records:
          room.state.get().can?.['file:upload'] === true && (this.client?.limits?.maxFileBytes ?? 0) > 0,
        recording: this.#recording.on,
        run: (task) => this.#run(task),
        record: () => this.#record(room),
        float: this.#window.control,
        choosing: this.choosing,
        choose: () => (this.choosing = !this.choosing),
        hangup: () => room.calls.hangup(),
      })}
      ${
        this.choosing
          ? html`<chat-call-devices
              id="devices"
              part="devices"
              role="group"
              aria-label=${texts.devices}
              .call=${this.#call}
              .media=${media}
              .texts=${texts}
              .player=${this.player}
              @keydown=${(event: KeyboardEvent) => this.#onKey(event)}
            ></chat-call-devices>`
          : nothing
      }
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chat-call': ChatCall;
  }
}

define('chat-call', ChatCall);
