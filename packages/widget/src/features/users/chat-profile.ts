import { ChatError } from '@chat/client';
import type { Member, Profile, User } from '@chat/protocol';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { avatar } from '../../ui/avatar.ts';
import { define } from '../../core/define.ts';
import { icons } from '../../ui/all-icons.ts';
import type { Language } from '../../i18n/language.ts';
import { profileTexts, type ProfileTexts } from './texts.ts';
import { blockButton } from './block-button.ts';
import { ownData } from './own-data.ts';
import { ownProfile } from './own-profile.ts';
import type { RoomContext } from '../../core/feature.ts';
import { showRoom } from '../../ui/show-room.ts';
import { presenceStyle } from '../../styles/presence.ts';
import { base } from '../../styles/base.ts';
import { dialogStyle } from '../../styles/dialog.ts';
import { profileStyle } from './profile.styles.ts';
import { tokens } from '../../styles/tokens.ts';

/** Where the profile was opened: a room, or the list of rooms. */
export type ProfileContext = Omit<RoomContext, 'room'> & Partial<Pick<RoomContext, 'room'>>;

/** A user's profile; the own profile can be edited. */
export class ChatProfile extends LitElement {
  static override styles = [tokens, base, presenceStyle, dialogStyle, profileStyle];
  static override properties = {
    context: { attribute: false },
    person: { attribute: false },
    profile: { state: true },
    unseen: { state: true },
    busy: { state: true },
    note: { state: true },
    problem: { state: true },
  };
  declare context: ProfileContext | null;
  declare person: User | null;
  declare profile: Profile | null;
  declare unseen: boolean;
  declare busy: boolean;
  declare note: string;
  declare problem: string;
  #stop: (() => void) | undefined;
  #member: Member | undefined;

  constructor() {
    super();
    this.context = null;
    this.person = null;
    this.profile = null;
    this.unseen = false;
    this.busy = false;
    this.note = '';
    this.problem = '';
  }

  protected override firstUpdated(): void {
    this.#dialog?.showModal();
    void this.#load();
    this.#member = this.#inRoom;
    this.#stop = this.context?.room?.members.subscribe(() => {
      if (this.#inRoom === this.#member) return;
      this.#member = this.#inRoom;
      void this.#load();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  get #inRoom(): Member | undefined {
    return this.context?.room?.members.get().items.find(({ user }) => user.id === this.person?.id);
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  async #load(): Promise<void> {
    const { context, person } = this;
    if (!context || !person) return;
    try {
      this.profile = await context.client.users.get(person.id);
      this.unseen = false;
    } catch (error) {
      if (error instanceof ChatError && error.code === 'not_found') this.unseen = true;
      else this.#refused(error);
    }
  }

  #refused(error: unknown): void {
    const known = error instanceof ChatError ? error : { code: 'internal' as const };
    this.problem = this.context?.language.error(known) ?? '';
  }

  /** Runs a task with the buttons disabled, and shows its error. */
  #act = async (work: () => Promise<string | void>): Promise<void> => {
    this.busy = true;
    this.problem = '';
    this.note = '';
    try {
      this.note = (await work()) ?? '';
    } catch (error) {
      this.#refused(error);
    }
    this.busy = false;
  };

  protected override render(): TemplateResult | typeof nothing {
    const { context, person, profile } = this;
    if (!context || !person) return nothing;
    const { language, client } = context;
    const texts = profileTexts(language.tag);
    const user = profile?.user ?? person;
    const mine = person.id === client.user?.id;
    return html`<dialog
      aria-labelledby="name"
      dir=${language.dir}
      @close=${() => this.remove()}
      @click=${this.#onClick}
      @keydown=${this.#onKeyDown}
    >
      <div class="card">
        <button
          type="button"
          class="icon-button close"
          aria-label=${language.text('close')}
          @click=${() => this.#dialog?.close()}
        >
          ${icons.close}
        </button>
        <div class="top">
          ${avatar(user, context.room)}
          <div class="title">
            <h2 id="name" class="clipped" dir="auto" title=${user.name}>${user.name}</h2>
            ${this.#renderTags(user, mine, texts, language)}
          </div>
        </div>
        ${profile ? this.#renderProfile(profile, texts, language) : nothing}
        ${this.unseen ? html`<p>${texts.unseen}</p>` : nothing}
        ${
          mine && profile?.own
            ? ownProfile({
                profile,
                own: profile.own,
                language,
                texts,
                users: client.users,
                busy: this.busy,
                act: this.#act,
                changed: () => this.#load(),
              })
            : nothing
        }
        <p class="note" role="status">${this.note}</p>
        <p class="problem" role="alert">${this.problem}</p>
        ${
          mine && profile?.own
            ? ownData({
                client,
                language,
                features: context.features,
                host: this,
                act: this.#act,
                gone: () => this.#dialog?.close(),
              })
            : nothing
        }
        ${mine || this.unseen || context.room?.state.get().room?.type === 'direct' ? nothing : this.#renderTalk(texts)}
        ${mine ? nothing : blockButton({ context, user, act: this.#act })}
      </div>
    </dialog>`;
  }

  #renderTags(
    user: User,
    mine: boolean,
    texts: ProfileTexts,
    language: Language,
  ): TemplateResult | typeof nothing {
    const role = this.#inRoom?.role;
    const tags = [
      mine && language.text('you'),
      user.bot && language.text('bot'),
      user.guest && texts.guest,
      (role === 'owner' || role === 'moderator') && language.text(role),
    ].filter((tag) => !!tag);
    if (tags.length === 0) return nothing;
    return html`<div class="tags">${tags.map((tag) => html`<span class="tag">${tag}</span>`)}</div>`;
  }

  #renderProfile(profile: Profile, texts: ProfileTexts, language: Language): TemplateResult {
    const { status, statusText, lastSeenAt, about, fields = [] } = profile;
    const format = (value: string | number | boolean): string =>
      typeof value === 'boolean'
        ? value
          ? texts.yes
          : texts.no
        : typeof value === 'number'
          ? language.number(value)
          : value;
    const facts = fields.map(({ label, value }) => [label, format(value)]);
    if (lastSeenAt !== undefined)
      facts.push([texts.lastSeen, `${language.day(lastSeenAt, Date.now())}, ${language.time(lastSeenAt)}`]);
    return html`<p class="state">
        <i class="dot ${status}"></i
        ><span>${status === 'offline' ? texts.offline : language.text(status)}</span>${
          statusText ? html`<span class="status-text" dir="auto">${statusText}</span>` : nothing
        }
      </p>
      ${about && !profile.own ? html`<p class="about" dir="auto">${about}</p>` : nothing}
      ${
        facts.length > 0
          ? html`<dl>
              ${facts.map(
                ([label, value]) =>
                  html`<div>
                    <dt dir="auto">${label}</dt>
                    <dd dir="auto">${value}</dd>
                  </div>`,
              )}
            </dl>`
          : nothing
      }`;
  }

  #renderTalk(texts: ProfileTexts): TemplateResult {
    return html`<button
      type="button"
      class="primary talk"
      ?disabled=${this.busy}
      @click=${() => this.#act(() => this.#talk())}
    >
      ${icons.bubble}${texts.sendMessage}
    </button>`;
  }

  async #talk(): Promise<void> {
    const { context, person } = this;
    if (!context || !person) return;
    const { id } = await context.client.rooms.direct(person.id);
    this.#dialog?.close();
    showRoom(context.host, id, context.language);
  }

  /** Keeps keys from the elements below: Escape closes only the card. */
  #onKeyDown = (event: Event): void => event.stopPropagation();

  #onClick = (event: Event): void => {
    if (event.target === this.#dialog) this.#dialog?.close();
  };
}

define('chat-profile', ChatProfile);
