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
import { mediaOptions } from '../../call-ui/call-devices.ts';
import { callFacts, callingFacts } from '../../call-ui/call-status.ts';
import { callStageStyle } from '../../call-ui/call-stage.styles.ts';
import { Captions } from '../../call-ui/captions.ts';
import { CallViewController, expandButton } from '../../call-ui/call-view.ts';
import { callViewStyle } from '../../call-ui/call-view.styles.ts';
import { HidingBar } from '../../call-ui/hiding-bar.ts';
import { stageTexts, type StageTexts } from '../../call-ui/stage-texts.ts';
import { endedCall, farewellMs } from './ended-call.ts';
import { ownRecording, streamsOfCall } from '../../call-recording/own-recording.ts';
import { consentQuestion } from '../../call-recording/consent-question.ts';
import { RecordingConsent } from './recording-consent.ts';
import { callOnOtherDevice, incomingCall } from './incoming-call.ts';
import { startRinging } from './ringtone.ts';
import { SmallWindow } from '../../call-ui/picture-in-picture.ts';
import { keepSpeaker } from '../../call-ui/speaker.ts';
import { emitCallEvents } from '../../call-ui/call-events.ts';

/**
 * The call of a room: rings, shows both users and the controls, and then the outcome. Empty without a call.
 *
 * @event chat-call - as `<chat-room>` has it
 * @csspart remote - the picture of the other
 * @csspart local - my own
 * @csspart controls - the buttons
 * @csspart captions - the captions
 * @slot captions - the text of what is spoken
 * @csspart devices - where microphone, camera and speaker are chosen
 */
export class ChatCall extends LitElement {
  static override styles = [tokens, base, avatarStyle, callStyle, callStageStyle, callViewStyle];
  static override properties = {
    client: { attribute: false },
    room: {},
    ring: { type: Boolean },
    relayOnly: { type: Boolean, attribute: 'relay-only' },
    choosing: { state: true },
    more: { state: true },
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
  declare more: boolean;
  declare own: OwnCall | null;
  declare media: MediaState | null;

  #language = new LanguageController(this);
  #room = new RoomController(this, (room) => [
    room.calls.subscribe((own) => this.#look(own, room)),
    emitCallEvents(this, room),
    this.#consent.watch(room),
    () => this.#quiet(),
  ]);
  #call: CallMedia | null = null;
  #stopMedia: (() => void) | null = null;
  #stopRing: (() => void) | null = null;
  #stopSpeaker: (() => void) | null = null;
  #recording = ownRecording(() => this.requestUpdate());
  #consent = new RecordingConsent(
    () => {
      if (this.#consent.asked) this.#view.show('full');
      this.requestUpdate();
    },
    () => this.#room.room && this.#run(this.#record(this.#room.room)),
  );
  #window = new SmallWindow(this);
  #view = new CallViewController(this);
  #captions = new Captions(this, () => this.#view.view === 'small');
  #bar = new HidingBar(
    this,
    () => this.#view.view === 'full' && this.#pictures.any && !this.more && !this.choosing,
  );
  #tick: ReturnType<typeof setInterval> | undefined;
  #farewell: ReturnType<typeof setTimeout> | undefined;
  #hadFocus = false;

  constructor() {
    super();
    this.client = null;
    this.room = '';
    this.ring = false;
    this.relayOnly = false;
    this.choosing = false;
    this.more = false;
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
    // A user who answered or hung up by keyboard keeps the focus here.
    if (before?.state === 'ringing' && now?.state === 'active' && this.own?.here) this.#focusOn('.hangup');
    if (this.#hadFocus && now?.state === 'ended') this.#focusOn('.choices button');
  }

  protected override willUpdate(): void {
    const { own } = this;
    const isIn = own?.here && (own.call.state === 'active' || this.#isCalling);
    this.#view.follow(isIn ? own.call.id : null);
    this.#hadFocus = this.renderRoot.querySelector('.controls :focus-visible') !== null;
  }

  #focusOn(selector: string): void {
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  /** This page calls, and there is no answer yet. */
  get #isCalling(): boolean {
    return this.own?.here === true && this.own.mine === 'caller' && this.own.call.state === 'ringing';
  }

  /** Which pictures are shown. */
  get #pictures(): { other: boolean; own: boolean; any: boolean } {
    const { media } = this;
    const kind = this.own?.call.kind;
    const other = media?.peer ? media.peer.camera || media.peer.screen : kind === 'video' && !this.#isCalling;
    const own = media !== null && (media.camera || media.screen);
    return { other, own, any: other || own };
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
    if (this.choosing) this.#focusOn('.devices');
    else if (this.more) this.#focusOn('.more');
    else if (this.#view.view !== 'full') return;
    else this.#view.show('small');
    event.stopPropagation();
    if (!this.choosing) this.more = false;
    this.choosing = false;
  }

  #look(own: OwnCall | null, room: ChatRoom): void {
    const before = this.own?.call;
    this.own = own;
    const rings = own?.call.state === 'ringing' && own.mine === 'callee' && this.ring;
    if (!rings) this.#hush();
    else this.#stopRing ??= startRinging();
    clearTimeout(this.#farewell);
    if (own?.call.state === 'ended') {
      if (before?.id !== own.call.id || !this.isConnected) this.own = null;
      else this.#sayFarewell(own);
    }
    if (own?.here && (own.call.state === 'active' || this.#isCalling)) void this.#begin(room);
    else this.#end();
  }

  /** Not while a button of it has the focus by keyboard. */
  #sayFarewell(own: OwnCall): void {
    this.#farewell = setTimeout(() => {
      if (this.renderRoot.querySelector('.ended :focus-visible')) this.#sayFarewell(own);
      else this.own = null;
    }, farewellMs(own));
  }

  async #begin(room: ChatRoom): Promise<void> {
    if (this.#call) return;
    try {
      const call = await room.calls.media(mediaOptions(() => this.relayOnly));
      if (this.#call || !this.own?.here || this.own.call.state === 'ended') return;
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
    this.#consent.reset();
    this.#stopMedia?.();
    this.#stopMedia = null;
    this.#stopSpeaker?.();
    this.#stopSpeaker = null;
    this.#call = null;
    this.media = null;
    this.choosing = false;
    this.more = false;
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
    if (!this.#call || !this.own || this.#recording.on) return;
    const { fileName: name } = callTexts(this.#language.current.tag);
    const about = {
      video: this.own.call.kind === 'video',
      maxBytes: this.client?.limits?.maxFileBytes ?? 0,
      name,
    };
    await this.#recording.start(streamsOfCall(this.#call), room, about, () => room.calls.record(true));
  }

  protected override render(): TemplateResult | typeof nothing {
    const { own } = this;
    const { room } = this.#room;
    if (!own || !room) return nothing;
    const language = this.#language.current;
    const texts = callTexts(language.tag);
    const { call, mine, here } = own;
    if (call.state === 'ended') return this.#ended(own, room);
    if (call.state === 'ringing' && mine === 'callee')
      return incomingCall(own, texts, {
        accept: () => this.#run(room.calls.accept()),
        reject: () => this.#run(room.calls.reject()),
      });
    if (here) return this.#talking(own, room, texts);
    return callOnOtherDevice(call.state === 'ringing', texts, () => this.#run(room.calls.hangup()));
  }

  #ended(own: OwnCall, room: ChatRoom): TemplateResult {
    const canCall = room.state.get().can?.['call:start'] === true;
    return endedCall(own, this.#language.current, {
      again: canCall ? () => this.#run(room.calls.start(own.call.kind)) : null,
      close: () => (this.own = null),
    });
  }

  #stage(own: OwnCall, texts: CallTexts, stage: StageTexts): TemplateResult {
    const { call, mine } = own;
    const { media } = this;
    const { tag } = this.#language.current;
    const other = mine === 'caller' ? call.callee : call.caller;
    const { other: seen, own: shown } = this.#pictures;
    const { view, picture } = this.#view;
    // `live`: a player restarts when its stream is set again.
    return html`<div class="stage">
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
      <div class=${media?.screen ? 'self' : 'self mirrored'} ?hidden=${!shown}>
        <video
          class="local"
          part="local"
          autoplay
          playsinline
          muted
          aria-hidden="true"
          .muted=${true}
          .srcObject=${live(media?.local ?? null)}
        ></video>
        ${media?.microphone === false ? html`<span class="muted-mark">${icons.micOff}</span>` : nothing}
      </div>
      ${
        this.#isCalling
          ? callingFacts(call, texts)
          : callFacts(own, {
              tag,
              texts,
              stage,
              media,
              encrypted: Boolean(this.#room.room?.encryption.get()),
              recording: this.#recording.on,
              saving: this.#recording.saving,
              waits: this.#consent.waits,
              declined: this.#consent.declined,
              reconnect: () => this.#run(this.#call?.restart()),
            })
      }
      ${consentQuestion(this.#consent.asked, other.name, stage, (answer) => this.#run(this.#consent.answer(answer)))}
      ${this.#captions.render(stage.captions)} ${view === 'small' ? expandButton(stage, picture) : nothing}
    </div>`;
  }

  #talking(own: OwnCall, room: ChatRoom, texts: CallTexts): TemplateResult {
    const { call } = own;
    const { media } = this;
    const stage = stageTexts(this.#language.current.tag);
    const { any } = this.#pictures;
    const { view } = this.#view;
    const classes = [
      'talk',
      view,
      any && 'pictures',
      this.#isCalling && 'calling',
      this.#bar.hidden && 'quiet',
    ];
    return html`<section
      class=${classes.filter(Boolean).join(' ')}
      aria-label=${texts[call.kind]}
      @keydown=${(event: KeyboardEvent) => this.#onKey(event)}
      @pointerdown=${this.#bar.wake}
      @pointermove=${this.#bar.wake}
      @focusin=${this.#bar.wake}
      @click=${this.#bar.wake}
    >
      ${this.#stage(own, texts, stage)}
      ${callControls({
        texts,
        stage,
        media,
        call: this.#call,
        rings: this.#isCalling,
        records:
          room.state.get().can?.['file:upload'] === true && (this.client?.limits?.maxFileBytes ?? 0) > 0,
        recording: this.#recording.on || this.#consent.waits,
        run: (task) => this.#run(task),
        record: () =>
          this.#recording.on ? this.#recording.stop(() => room.calls.record(false)) : this.#consent.ask(room),
        captions: this.#captions.control,
        float: this.#window.control,
        choosing: this.choosing,
        choose: () => (this.choosing = !this.choosing),
        more: this.more,
        showMore: () => (this.more = !this.more),
        toChat: view === 'full' && !this.#isCalling ? () => this.#view.show('small') : null,
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
