import type { ChatClient, ChatRoom } from '@chat/client';
import type { Member } from '@chat/protocol';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { avatar } from '../../ui/avatar.ts';
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

/** The longest timer: a longer one would fire at once. */
const longestTimerMs = 2 ** 31 - 1_000;

/**
 * The users who are in a room now; in a private room all members and invited users, with a button to invite
 * others.
 *
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
  };
  /** The client to use. */
  declare client: ChatClient | null;
  /** Id of the room. */
  declare room: string;
  /** Names of the features to offer, or, each after a minus, not to offer. */
  declare features: string | null;
  declare loading: boolean;

  #language = new LanguageController(this);
  #room = new RoomController(this, (room) => {
    const update = () => this.requestUpdate();
    void loadMemberMenus();
    return [
      room.state.subscribe(update),
      room.members.subscribe(update),
      room.presence.subscribe(update),
      onPartLoaded(update),
    ];
  });

  constructor() {
    super();
    this.client = null;
    this.room = '';
    this.features = null;
    this.loading = false;
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
    return html`
      ${room ? this.#renderInvite(room, language) : nothing}
      <ul class="members" part="list" role="list" aria-label=${language.text('members')}>
        ${repeat(
          members.items,
          ({ user }) => user.id,
          (member) => this.#renderMember(member, member.user.id === mine, language),
        )}
      </ul>
      ${
        members.hasMore
          ? html`<button type="button" class="load" ?disabled=${this.loading} @click=${this.#loadMore}>
              ${language.text('moreMembers')}
            </button>`
          : nothing
      }
      <chat-message-menu></chat-message-menu>
    `;
  }

  #renderInvite(room: ChatRoom, language: Language): TemplateResult | typeof nothing {
    const { room: shown, can } = room.state.get();
    if (shown?.type !== 'private' || !can?.['member:invite']) return nothing;
    return html`<button type="button" class="load invite" aria-haspopup="dialog" @click=${this.#invite}>
      ${icons.plus}${roomsTexts(language.tag).invite}
    </button>`;
  }

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

  #actions(member: Member, mine: boolean): MessageAction[] {
    const { room, client } = this.#room;
    if (!room || !client) return [];
    const language = this.#language.current;
    return memberActionsOf({ room, client, language, host: this, features: this.features, member, mine });
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
    const { user, role, status, statusText, invitedBy } = member;
    const actions = this.#actions(member, mine);
    // A member added while absent has no status yet.
    const shown = status ?? 'offline';
    const notes = [
      role === 'owner' && language.text('owner'),
      role === 'moderator' && language.text('moderator'),
      invitedBy
        ? roomsTexts(language.tag).invited
        : statusText || (shown !== 'online' && language.text(shown)),
      this.#mutedNote(member, language),
    ].filter((note) => !!note);
    const who = html`${avatar(user, invitedBy ? undefined : shown)}
      <span class="who">
        <span class="name clipped" dir="auto" title=${user.name}
          >${user.name}${mine ? html` <span class="note">(${language.text('you')})</span>` : nothing}${
            user.bot ? html` <span class="note">${language.text('bot')}</span>` : nothing
          }</span
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
