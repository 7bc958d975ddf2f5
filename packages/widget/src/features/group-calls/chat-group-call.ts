import {
  ChatError,
  type ChatClient,
  type ChatRoom,
  type GroupMedia,
  type GroupMediaState,
  type OwnGroupCall,
} from '@chat/client';
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { avatar } from '../../ui/avatar.ts';
import { define } from '../../core/define.ts';
import { emit } from '../../core/emit.ts';
import { LanguageController } from '../../i18n/language-controller.ts';
import { callTexts } from '../../call-ui/texts.ts';
import { groupCallTexts } from '../../call-ui/group-call-texts.ts';
import { RoomController } from '../../core/room-controller.ts';
import { base } from '../../styles/base.ts';
import { avatarStyle } from '../../styles/avatar.ts';
import { callStyle } from '../../call-ui/calls.styles.ts';
import { groupCallStyle } from './group-calls.styles.ts';
import { tokens } from '../../styles/tokens.ts';
import { callControls } from '../../call-ui/call-controls.ts';
import { rememberedDevices } from '../../call-ui/call-devices.ts';
import { callStageStyle } from '../../call-ui/call-stage.styles.ts';
import { CallViewController, expandButton } from '../../call-ui/call-view.ts';
import { callViewStyle } from '../../call-ui/call-view.styles.ts';
import { HidingBar } from '../../call-ui/hiding-bar.ts';
import { stageTexts } from '../../call-ui/stage-texts.ts';
import { consentQuestion } from '../../call-recording/consent-question.ts';
import { Captions } from '../../call-ui/captions.ts';
import { GroupRecording } from './group-recording.ts';
import { handsIn, handsSpoken } from './raised-hands.ts';
import { groupFacts } from './group-call-status.ts';
import { groupLineText } from '../../call-ui/group-line-text.ts';
import { groupTiles } from './group-tiles.ts';
import { allPlayers, keepSpeaker } from '../../call-ui/speaker.ts';
import { emitGroupCallEvents } from '../../call-ui/call-events.ts';

/** How long the outcome of a call is shown. */
const farewellMs = 4_000;
/** Faces next to the join button. */
const mostFaces = 4;

/**
 * The group call of a room: a join button, the participants, and the controls. Empty without a call.
 *
 * @event chat-call - as `<chat-room>` has it
 * @csspart tiles - everybody
 * @csspart controls - the buttons
 * @csspart captions - the captions
 * @slot captions - the text of what is spoken
 * @csspart devices - where microphone, camera and speaker are chosen
 */
export class ChatGroupCall extends LitElement {
  static override styles = [
    tokens,
    base,
    avatarStyle,
    callStyle,
    callStageStyle,
    callViewStyle,
    groupCallStyle,
  ];
  static override properties = {
    client: { attribute: false },
    room: {},
    relayOnly: { type: Boolean, attribute: 'relay-only' },
    choosing: { state: true },
    more: { state: true },
    own: { state: true },
    media: { state: true },
    problem: { state: true },
    busy: { state: true },
  };
  /** The client to use. */
  declare client: ChatClient | null;
  /** Id of the room. */
  declare room: string;
  /** Sound and picture go through TURN alone. */
  declare relayOnly: boolean;
  declare choosing: boolean;
  declare more: boolean;
  declare own: OwnGroupCall | null;
  declare media: GroupMediaState | null;
  declare problem: string;
  declare busy: boolean;

  #language = new LanguageController(this);
  #room = new RoomController(this, (room, client) => [
    room.groupCall.subscribe((own) => this.#look(own, room)),
    emitGroupCallEvents(this, room, () => client.user?.id),
    this.#load(room),
    () => this.#quiet(),
  ]);
  #call: GroupMedia | null = null;
  #stopMedia: (() => void) | null = null;
  #speakers = new Map<HTMLVideoElement, () => void>();
  #recording = new GroupRecording(() => this.requestUpdate());
  #view = new CallViewController(this);
  #captions = new Captions(this, () => this.#view.view === 'small');
  #bar = new HidingBar(
    this,
    () => this.#view.view === 'full' && this.own?.call.kind === 'video' && !this.more && !this.choosing,
  );
  #tick: ReturnType<typeof setInterval> | undefined;
  #farewell: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.client = null;
    this.room = '';
    this.relayOnly = false;
    this.choosing = false;
    this.more = false;
    this.own = null;
    this.media = null;
    this.problem = '';
    this.busy = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#quiet();
  }

  protected override willUpdate(): void {
    this.#view.follow(this.own?.here && this.own.call.state === 'active' ? this.own.call.id : null);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const players = new Set(this.renderRoot.querySelectorAll('video'));
    for (const player of players)
      if (!this.#speakers.has(player)) this.#speakers.set(player, keepSpeaker(player));
    for (const [player, stop] of this.#speakers)
      if (!players.has(player)) {
        stop();
        this.#speakers.delete(player);
      }
    if (changed.has('choosing') && this.choosing)
      void this.#devices?.updateComplete.then(() => this.#devices?.focus());
    // A user who joined by keyboard keeps the focus here.
    if (changed.has('own') && this.own?.here && changed.get('own')?.here === false)
      this.renderRoot.querySelector<HTMLElement>('.hangup')?.focus();
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

  #focusOn(selector: string): void {
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  /** Loads the code here as well, because the element may stand on a page alone. */
  #load(room: ChatRoom): () => void {
    this.#run(room.groupCall.load());
    return () => {};
  }

  #look(own: OwnGroupCall | null, room: ChatRoom): void {
    const wasHere = this.own?.here === true;
    this.own = own;
    clearTimeout(this.#farewell);
    if (own?.call.state === 'ended') {
      if (wasHere || this.hasUpdated) this.#farewell = setTimeout(() => (this.own = null), farewellMs);
      else this.own = null; // it was over before we came
    }
    if (own?.here) void this.#begin(room).then(() => this.#record(room));
    else this.#end();
  }

  /** Records once all have allowed it. */
  #record(room: ChatRoom): void {
    const { own } = this;
    if (!this.#recording.follow(own, this.client?.user?.id ?? '', room) || !own || !this.#call) return;
    const { fileName: name } = callTexts(this.#language.current.tag);
    const maxBytes = this.client?.limits?.maxFileBytes ?? 0;
    this.#run(this.#recording.start(this.#call, room, { video: own.call.kind === 'video', maxBytes, name }));
  }

  async #begin(room: ChatRoom): Promise<void> {
    if (this.#call) return;
    try {
      const call = await room.groupCall.media({ relayOnly: this.relayOnly, devices: rememberedDevices() });
      if (!this.own?.here || this.#call) return;
      this.#call = call;
      this.#stopMedia = call.state.subscribe((state) => (this.media = state));
      this.#tick = setInterval(() => this.requestUpdate(), 1_000);
    } catch (error) {
      this.#tell(error);
    }
  }

  #end(): void {
    this.#recording.reset();
    this.#stopMedia?.();
    this.#stopMedia = null;
    this.#call = null;
    this.media = null;
    this.choosing = false;
    this.more = false;
    clearInterval(this.#tick);
  }

  #quiet(): void {
    this.#end();
    for (const stop of this.#speakers.values()) stop();
    this.#speakers.clear();
    clearTimeout(this.#farewell);
  }

  #tell(error: unknown): void {
    const language = this.#language.current;
    const known = error instanceof ChatError ? error : new ChatError('internal', String(error));
    this.problem = known.reason === 'call_full' ? groupCallTexts(language.tag).full : language.error(known);
    emit(this, 'chat-error', { error });
  }

  #run(task: Promise<unknown> | undefined): void {
    this.problem = '';
    void task?.catch((error: unknown) => this.#tell(error));
  }

  #join(room: ChatRoom): void {
    this.busy = true;
    // The button says that joining allows a recording that is running.
    const allowRecording = this.own?.call.recording?.startedAt !== undefined;
    this.#run(
      room.groupCall.join(allowRecording ? { allowRecording } : {}).finally(() => (this.busy = false)),
    );
  }

  protected override render(): TemplateResult | typeof nothing {
    const { own } = this;
    const { room } = this.#room;
    if (!own || !room) return nothing;
    const language = this.#language.current;
    if (own.call.state === 'ended')
      return html`<div class="strip">
        <p class="text" role="status">${groupLineText(own.call, language)}</p>
      </div>`;
    return own.here ? this.#talking(own, room) : this.#waiting(own, room);
  }

  #waiting({ call, elsewhere }: OwnGroupCall, room: ChatRoom): TemplateResult {
    const language = this.#language.current;
    const texts = groupCallTexts(language.tag);
    const may = room.state.get().can?.['groupcall:join'] === true;
    return html`<div class="strip going" role="group" aria-labelledby="what">
      <span class="faces" aria-hidden="true"
        >${call.seats.slice(0, mostFaces).map(({ userId, ...seat }) => avatar({ id: userId, ...seat }))}</span
      >
      <div class="text">
        <p id="what" role="status">${elsewhere ? texts.elsewhere : groupLineText(call, language)}</p>
        ${call.recording?.startedAt === undefined ? nothing : html`<p class="recorded" role="status">${texts.joinRecorded}</p>`}
        ${room.encryption.get() === null ? nothing : html`<p class="not-encrypted">${texts.notEncrypted}</p>`}
        <p class="names" dir="auto">
          ${this.problem || language.list(call.seats.slice(0, mostFaces).map(({ name }) => name))}
        </p>
      </div>
      ${
        may
          ? html`<button type="button" class="again" ?disabled=${this.busy} @click=${() => this.#join(room)}>
              ${elsewhere ? texts.joinHere : texts.join}
            </button>`
          : nothing
      }
    </div>`;
  }

  #talking({ call }: OwnGroupCall, room: ChatRoom): TemplateResult {
    const language = this.#language.current;
    const texts = callTexts(language.tag);
    const group = groupCallTexts(language.tag);
    const { media } = this;
    const me = this.client?.user;
    const stage = stageTexts(language.tag);
    const { view, picture } = this.#view;
    const { can } = room.state.get();
    const raised = handsIn(call).map(({ userId }) => userId);
    const hasRaised = raised.includes(me?.id ?? '');
    return html`<section
      class=${['talk', 'group', view, this.#bar.hidden ? 'quiet' : ''].join(' ')}
      aria-label=${group[call.kind]}
      @keydown=${(event: KeyboardEvent) => this.#onKey(event)}
      @pointerdown=${this.#bar.wake}
      @pointermove=${this.#bar.wake}
      @focusin=${this.#bar.wake}
      @click=${this.#bar.wake}
    >
      <div class="stage">
        ${groupTiles(media, me ?? { id: '', name: '' }, {
          tag: language.tag,
          texts: { ...group, connecting: texts.connecting },
          hands: {
            order: raised,
            lower: can?.['groupcall:end'] ? (id) => this.#run(room.groupCall.raiseHand(false, id)) : null,
          },
        })}
        ${groupFacts(call, {
          tag: language.tag,
          texts,
          group,
          stage,
          media,
          problem: this.problem,
          inEncryptedRoom: room.encryption.get() !== null,
          recording: this.#recording,
          away: language.error({ code: 'overloaded', reason: 'engine_away' }),
          reconnect: () => this.#run(this.#call?.restart()),
        })}
        ${consentQuestion(this.#isAsked(call), call.recording?.name ?? '', stage, (answer) => this.#run(room.groupCall.record(answer)))}
        ${handsSpoken(call, me?.id ?? '', group)} ${this.#captions.render(stage.captions)}
        ${view === 'small' ? expandButton(stage, picture) : nothing}
      </div>
      ${callControls({
        texts,
        stage,
        media,
        call: this.#call,
        records: can?.['file:upload'] === true && (this.client?.limits?.maxFileBytes ?? 0) > 0,
        recording: this.#recording.active,
        run: (task) => this.#run(task),
        record: () => this.#recording.toggle(room),
        hand: {
          label: group.raiseHand,
          on: hasRaised,
          toggle: () => room.groupCall.raiseHand(!hasRaised),
        },
        captions: this.#captions.control,
        float: null,
        choosing: this.choosing,
        choose: () => (this.choosing = !this.choosing),
        more: this.more,
        showMore: () => (this.more = !this.more),
        toChat: view === 'full' ? () => this.#view.show('small') : null,
        hangup: () => room.groupCall.leave(),
      })}
      ${this.choosing ? this.#settings(room) : nothing}
    </section>`;
  }

  /** Another participant asks to record, and this user has not answered. */
  #isAsked({ recording }: OwnGroupCall['call']): boolean {
    const me = this.client?.user?.id ?? '';
    if (!recording || recording.startedAt !== undefined || recording.userId === me) return false;
    return !recording.allowed.includes(me) && recording.expiresAt > Date.now();
  }

  #settings(room: ChatRoom): TemplateResult {
    const { tag } = this.#language.current;
    const players = this.renderRoot.querySelectorAll('video');
    return html`<div id="devices" class="settings">
      <chat-call-devices
        part="devices"
        role="group"
        aria-label=${callTexts(tag).devices}
        .call=${this.#call}
        .media=${this.media}
        .texts=${callTexts(tag)}
        .player=${allPlayers(players)}
      ></chat-call-devices>
      ${
        room.state.get().can?.['groupcall:end']
          ? html`<button type="button" class="end-all" @click=${() => this.#run(room.groupCall.end())}>
              ${groupCallTexts(tag).endAll}
            </button>`
          : nothing
      }
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chat-group-call': ChatGroupCall;
  }
}

define('chat-group-call', ChatGroupCall);
