import type { ChatClient, ChatRoom } from '@chat/client';
import type { Member } from '@chat/protocol';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { avatar } from '../../ui/avatar.ts';
import { memberBadge } from '../../core/author-badge.ts';
import { define } from '../../core/define.ts';
import { emit } from '../../core/emit.ts';
import { openProfile, showsProfiles } from '../../core/open-profile.ts';
import { icons } from '../../ui/all-icons.ts';
import { LanguageController } from '../../i18n/language-controller.ts';
import type { Language } from '../../i18n/language.ts';
import type { ChatMessageMenu } from '../../ui/message-menu.ts';
import '../../ui/message-menu.ts';
import { loadMemberMenus } from '../../messages/message-slots.ts';
import { onPartLoaded } from '../../core/lazy.ts';
import type { MessageAction, MemberContext } from '../../core/feature.ts';
import { RoomController } from '../../core/room-controller.ts';
import { roomsTexts } from '../../room-list/texts.ts';
import { base } from '../../styles/base.ts';
import { membersStyle } from './members.styles.ts';
import { tokens } from '../../styles/tokens.ts';
import { features } from '../../core/feature-registry.ts';
import { shows } from '../../core/feature-filter.ts';
import { fillPlural } from '../../i18n/fill-text.ts';
import { inviteLinkTexts } from './invite-link-texts.ts';
import { membersTexts } from './texts.ts';
import { untilText } from '../../i18n/durations.ts';

/**
 * Returns the menu entries of a member, by right and by the page's `features`. Destructive ones come last.
 */
export const memberActionsOf = (context: MemberContext): MessageAction[] => {
  const actions = features
    .flatMap(({ memberActions }) => memberActions?.(context) ?? [])
    .filter(({ name }) => shows(context.features, name));
  return [...actions.filter((each) => !each.destructive), ...actions.filter((each) => each.destructive)];
};

/** Names are compared without capitals and accents. */
const folded = (name: string): string => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** With more members there is a search field. */
const fewMembers = 8;
/** Most pages that a search loads. */
const mostPages = 50;
/** The longest timer: a longer one would fire at once. */
const longestTimerMs = 2 ** 31 - 1_000;

/**
 * The users who are in a room now; in a private room all members and invited users, with a button to invite
 * others.
 *
 * @csspart field - where one says whom to look for
 * @csspart list - the list
 * @csspart member - a person
 * @csspart avatar - a picture or initials
 */
export class ChatMembers extends LitElement {
  static override styles = [tokens, base, membersStyle];
  static override properties = {
    client: { attribute: false },
    room: {},
    features: {},
    loading: { state: true },
    wanted: { state: true },
  };
  /** The client to use. */
  declare client: ChatClient | null;
  /** Id of the room. */
  declare room: string;
  /** Names of the features to offer, or, each after a minus, not to offer. */
  declare features: string | null;
  declare loading: boolean;
  /** The name that is searched for. */
  declare wanted: string;

  #language = new LanguageController(this);
  #room = new RoomController(this, (room) => {
    const update = () => this.requestUpdate();
    void loadMemberMenus();
    return [
      room.state.subscribe(update),
      room.members.subscribe(update),
      room.presence.subscribe(update),
      room.hands.subscribe(update),
      onPartLoaded(update),
    ];
  });

  constructor() {
    super();
    this.client = null;
    this.room = '';
    this.features = null;
    this.loading = false;
    this.wanted = '';
  }

  #timers: ReturnType<typeof setTimeout>[] = [];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#clearTimers();
  }

  #clearTimers(): void {
    for (const timer of this.#timers.splice(0)) clearTimeout(timer);
  }

  protected override willUpdate(): void {
    this.#clearTimers();
  }

  protected override render(): TemplateResult | typeof nothing {
    const language = this.#language.current;
    const { room } = this.#room;
    const members = room?.members.get();
    if (!members) return nothing;
    const mine = this.client?.user?.id;
    const wanted = folded(this.wanted.trim());
    const shown = wanted
      ? members.items.filter(({ user }) => folded(user.name).includes(wanted))
      : members.items;
    return html`
      ${room ? this.#renderInvite(room, language) : nothing}
      ${wanted || members.hasMore || members.items.length > fewMembers ? this.#renderSearch(shown.length, language) : nothing}
      <ul
        class="members"
        part="list"
        role="list"
        aria-label=${language.text('members')}
        @keydown=${this.#onListKey}
      >
        ${repeat(
          shown,
          ({ user }) => user.id,
          (member) => this.#renderMember(member, member.user.id === mine, language),
        )}
      </ul>
      ${
        members.hasMore && !wanted
          ? html`<button type="button" class="load" ?disabled=${this.loading} @click=${this.#loadMore}>
              ${language.text('moreMembers')}
            </button>`
          : nothing
      }
      <chat-message-menu></chat-message-menu>
    `;
  }

  #renderSearch(count: number, language: Language): TemplateResult {
    const texts = membersTexts(language.tag);
    const searching = this.wanted.trim() !== '';
    const result = !searching ? '' : count > 0 ? fillPlural(texts.found, count, language.tag) : texts.none;
    return html`<div class="search" role="search" @keydown=${this.#onSearchKey}>
        <input
          type="search"
          part="field"
          autocomplete="off"
          maxlength="64"
          aria-label=${texts.search}
          placeholder=${texts.search}
          .value=${this.wanted}
          @input=${this.#onSearch}
        />
      </div>
      <p class=${count > 0 ? 'visually-hidden' : 'none'} role="status">${result}</p>`;
  }

  #onSearch = (event: Event): void => {
    this.wanted = (event.target as HTMLInputElement).value;
    void this.#loadAll();
  };

  /** A search covers all members: loads those that are not listed yet. */
  #loadAll = async (): Promise<void> => {
    if (this.loading) return;
    this.loading = true;
    for (let pages = 0; this.wanted && pages < mostPages; pages += 1) {
      const { room } = this.#room;
      if (!room?.members.get().hasMore || !(await room.members.loadMore().catch(() => false))) break;
    }
    this.loading = false;
  };

  #onSearchKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this.wanted) {
      event.stopPropagation();
      this.wanted = '';
    }
    if (event.key === 'ArrowDown') this.#focusPerson(event, 0);
  };

  /** Up and down, Home and End, along the members. */
  #onListKey = (event: KeyboardEvent): void => {
    const at = this.#persons.findIndex((person) => person.closest('li')?.contains(event.target as Node));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: this.#persons.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    if (to >= 0) return this.#focusPerson(event, to);
    event.preventDefault();
    this.renderRoot.querySelector<HTMLElement>('input[type=search]')?.focus();
  };

  #focusPerson(event: KeyboardEvent, at: number): void {
    event.preventDefault();
    this.#persons[at]?.focus();
  }

  /** The button of each member. */
  get #persons(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll('li')].flatMap(
      (row) => row.querySelector<HTMLElement>('button') ?? [],
    );
  }

  #renderInvite(room: ChatRoom, language: Language): TemplateResult | typeof nothing {
    const { room: shown, can } = room.state.get();
    if (shown?.type !== 'private' || !can?.['member:invite']) return nothing;
    return html`<button type="button" class="load invite" aria-haspopup="dialog" @click=${this.#invite}>
        ${icons.plus}${roomsTexts(language.tag).invite}
      </button>
      <button type="button" class="load invite" aria-haspopup="dialog" @click=${this.#openLinks}>
        ${icons.link}${inviteLinkTexts(language.tag).title}
      </button>`;
  }

  #openLinks = async (): Promise<void> => {
    try {
      const { ChatInviteLinks } = await import('./chat-invite-links.ts');
      const dialog = new ChatInviteLinks();
      dialog.room = this.#room.room;
      dialog.lang = this.#language.current.tag;
      this.renderRoot.append(dialog);
    } catch {
      emit(this, 'chat-error', { error: { code: 'disconnected' } });
    }
  };

  #invite = async (): Promise<void> => {
    const { room, client } = this.#room;
    try {
      const { ChatNewRoom } = await import('../../room-list/new-room.ts');
      const dialog = new ChatNewRoom();
      dialog.client = client;
      dialog.into = room;
      dialog.lang = this.#language.current.tag;
      this.renderRoot.append(dialog);
    } catch {
      emit(this, 'chat-error', { error: { code: 'disconnected' } });
    }
  };

  #contextOf(member: Member, mine: boolean): MemberContext | null {
    const { room, client } = this.#room;
    if (!room || !client) return null;
    const language = this.#language.current;
    return { room, client, language, host: this, features: this.features, member, mine };
  }

  #onMenu(event: Event, actions: MessageAction[]): void {
    const menu = this.renderRoot.querySelector<ChatMessageMenu>('chat-message-menu');
    void menu?.openAt(event.currentTarget as HTMLElement, actions);
  }

  #onPerson({ user }: Member): void {
    const { room, client } = this.#room;
    const language = this.#language.current;
    if (room && client)
      void openProfile({ room, client, language, host: this, features: this.features }, user);
  }

  #renderMember(member: Member, mine: boolean, language: Language): TemplateResult {
    const { user, status, statusText, invitedBy } = member;
    const context = this.#contextOf(member, mine);
    const actions = context ? memberActionsOf(context) : [];
    const marks = context
      ? features.map(({ name, memberMark }) =>
          memberMark && shows(this.features, name) ? memberMark(context) : nothing,
        )
      : nothing;
    // A member added while absent has no status yet.
    const shown = status ?? 'offline';
    const badge = memberBadge(member);
    const muted = this.#mutedNote(member, language);
    const notes = [
      invitedBy
        ? roomsTexts(language.tag).invited
        : statusText || (shown !== 'online' && language.text(shown)),
      muted,
    ].filter((note) => !!note);
    const who = html`${avatar(user, this.#room.room, invitedBy ? undefined : shown)}
      <span class="who">
        <span class="name clipped" dir="auto" title=${user.name}
          >${user.name}${mine ? html` <span class="note">(${language.text('you')})</span>` : nothing}${
            badge ? html` <span class="badge">${language.text(badge)}</span>` : nothing
          }${muted ? html` <span class="muted" aria-hidden="true">${icons.muted}</span>` : nothing}${marks}</span
        >
        ${notes.length > 0 ? html`<span class="note clipped" title=${notes.join(' · ')}>${notes.join(' · ')}</span>` : nothing}
        ${shown === 'online' ? html`<span class="visually-hidden">${language.text('online')}</span>` : nothing}
      </span>`;
    return html`<li class="member" part="member">
      ${
        showsProfiles(this.features)
          ? html`<button
              type="button"
              class="person"
              aria-haspopup="dialog"
              @click=${() => this.#onPerson(member)}
            >
              ${who}
            </button>`
          : html`<span class="person">${who}</span>`
      }
      ${
        actions.length > 0
          ? html`<button
              type="button"
              class="icon-button"
              aria-haspopup="menu"
              aria-label=${language.text('memberActions', { name: user.name })}
              @click=${(event: Event) => this.#onMenu(event, actions)}
            >
              ${icons.more}
            </button>`
          : nothing
      }
    </li>`;
  }

  /** Shows moderators until when a member is muted; disappears when the mute ends. */
  #mutedNote({ mutedUntil = 0 }: Member, language: Language): string | false {
    const left = mutedUntil - Date.now();
    if (left <= 0 || !this.#room.room?.state.get().can?.['member:mute']) return false;
    if (left < longestTimerMs) this.#timers.push(setTimeout(() => this.requestUpdate(), left + 50));
    return language.text('mutedMark', { time: untilText(mutedUntil, language) });
  }

  #loadMore = async (): Promise<void> => {
    this.loading = true;
    await this.#room.room?.members.loadMore().catch(() => false);
    this.loading = false;
  };
}

define('chat-members', ChatMembers);
