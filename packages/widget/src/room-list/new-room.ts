import { ChatError, type ChatClient, type ChatRoom } from '@chat/client';
import type { User } from '@chat/protocol';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { avatar } from '../ui/avatar.ts';
import { define } from '../core/define.ts';
import { fillText } from '../i18n/fill-text.ts';
import { icons } from '../ui/all-icons.ts';
import { LanguageController } from '../i18n/language-controller.ts';
import { avatarStyle } from '../styles/avatar.ts';
import { base } from '../styles/base.ts';
import { dialogStyle } from '../styles/dialog.ts';
import { newRoomStyle } from './new-room.styles.ts';
import { tokens } from '../styles/tokens.ts';
import { knownUsers } from './known-people.ts';
import { isFound } from './room-preview.ts';
import { roomsTexts, type RoomsTexts } from './texts.ts';

const longestTitle = 200;
/** Debounces the search, ms. */
const pauseMs = 250;

/**
 * Starts a conversation: a press on a user opens the direct room with them; a group is another step, with several. Or
 * invites users into a room.
 */
export class ChatNewRoom extends LitElement {
  static override styles = [tokens, base, avatarStyle, dialogStyle, newRoomStyle];
  static override properties = {
    client: { attribute: false },
    into: { attribute: false },
    encrypts: { attribute: false },
    people: { state: true },
    group: { state: true },
    chosen: { state: true },
    words: { state: true },
    busy: { state: true },
    problem: { state: true },
  };
  declare client: ChatClient | null;
  /** The private room to invite users into; null creates a room. */
  declare into: ChatRoom | null;
  /** A new conversation can be encrypted. */
  declare encrypts: boolean;
  /** Called with the room that was created, or that users were invited into. */
  made: (roomId: string) => void = () => {};
  declare people: readonly User[] | null;
  /** The user makes a group. */
  declare group: boolean;
  declare chosen: readonly User[];
  declare words: string;
  declare busy: boolean;
  declare problem: string;
  #language = new LanguageController(this);
  #asking: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.client = null;
    this.into = null;
    this.encrypts = false;
    this.people = null;
    this.group = false;
    this.chosen = [];
    this.words = '';
    this.busy = false;
    this.problem = '';
  }

  protected override firstUpdated(): void {
    this.#dialog?.showModal();
    void this.#begin();
  }

  protected override render(): TemplateResult {
    const language = this.#language.current;
    const texts = roomsTexts(language.tag);
    const isGroup = this.group && !this.into;
    const title = this.into ? texts.invite : isGroup ? texts.newGroup : texts.newTitle;
    // Elements around the dialog handle keys too, such as Escape.
    const own = (event: Event): void => event.stopPropagation();
    return html`<dialog
      aria-labelledby="title"
      dir=${language.dir}
      @close=${() => this.remove()}
      @keydown=${own}
    >
      <form @submit=${this.#submit}>
        <h2 id="title">${title}</h2>
        <input
          type="search"
          dir="auto"
          autocomplete="off"
          placeholder=${texts.findPeople}
          aria-label=${texts.findPeople}
          .value=${this.words}
          @input=${this.#onWords}
        />
        ${
          this.#severalAtOnce
            ? nothing
            : html`<button type="button" class="person" @click=${this.#toGroup}>
                <span class="badge">${icons.people}</span>${texts.newGroup}
              </button>`
        }
        ${this.encrypts && !this.into ? encryptionChoice(texts) : nothing} ${this.#renderPeople()}
        ${
          isGroup
            ? html`<input
                name="title"
                dir="auto"
                maxlength=${longestTitle}
                autocomplete="off"
                placeholder=${texts.groupName}
                aria-label=${texts.groupName}
              />`
            : nothing
        }
        <p class="problem" role="alert">${this.problem}</p>
        <div class="buttons">
          <button type="button" class="quiet" @click=${() => this.#dialog?.close()}>
            ${language.text('cancel')}
          </button>
          ${
            this.#severalAtOnce
              ? html`<button type="submit" class="primary" ?disabled=${this.busy || this.chosen.length === 0}>
                  ${this.into ? texts.invite : texts.createGroup}
                </button>`
              : nothing
          }
        </div>
      </form>
    </dialog>`;
  }

  #renderPeople(): TemplateResult {
    const texts = roomsTexts(this.#language.current.tag);
    const found = this.#found;
    if (this.people === null)
      return html`<div class="people" role="status">
        <span class="visually-hidden">${texts.findPeople}</span>
        <i class="skeleton"></i><i class="skeleton"></i>
      </div>`;
    if (found.length === 0)
      return html`<p class="nobody">${this.people.length > 0 ? texts.nobody : texts.nobodyKnown}</p>`;
    return html`<ul class="people" role="list" aria-label=${texts.findPeople}>
      ${repeat(
        found,
        ({ id }) => id,
        (user) =>
          html`<li>
            ${
              this.#severalAtOnce
                ? html`<label class="person"
                    ><input
                      type="checkbox"
                      .checked=${this.chosen.includes(user)}
                      @change=${() => this.#toggle(user)}
                    />${face(user)}</label
                  >`
                : html`<button
                    type="button"
                    class="person"
                    ?disabled=${this.busy}
                    @click=${() => void this.#run(this.#open(user))}
                  >
                    ${face(user)}
                  </button>`
            }
          </li>`,
      )}
    </ul>`;
  }

  get #found(): User[] {
    return (this.people ?? []).filter((user) => isFound(user.name, this.words) || this.chosen.includes(user));
  }

  /** Users are chosen, and the dialog ends with a button. */
  get #severalAtOnce(): boolean {
    return this.group || this.into !== null;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  #onWords = (event: Event): void => {
    this.words = (event.target as HTMLInputElement).value;
    clearTimeout(this.#asking);
    if (this.words.trim()) this.#asking = setTimeout(() => void this.#find(this.words), pauseMs);
  };

  /** Members and invited users are not offered. */
  async #begin(): Promise<void> {
    const { client, into } = this;
    if (!client) return;
    try {
      while (await into?.members.loadMore());
    } catch {
      // Skips listed users and duplicates.
    }
    this.#offer(await knownUsers(client));
    // Without words, the server lists everyone if its directory is open.
    await this.#find('');
  }

  /** Adds users of other rooms. If that fails, the list stays as it is. */
  async #find(words: string): Promise<void> {
    const page = await this.client?.users.search(words).catch(() => null);
    if (page) this.#offer(page.users.map(({ user }) => user));
  }

  /** Users already listed stay: they may have been chosen. */
  #offer(more: readonly User[]): void {
    const listed = this.people ?? [];
    const inside = this.into?.members.get().items ?? [];
    const known = new Set([...listed, ...inside.map(({ user }) => user)].map(({ id }) => id));
    this.people = [...listed, ...more.filter(({ id }) => !known.has(id))].sort((a, b) =>
      a.name.localeCompare(b.name),
    );
  }

  #toggle(user: User): void {
    const { chosen } = this;
    this.chosen = chosen.includes(user) ? chosen.filter((each) => each !== user) : [...chosen, user];
  }

  #toGroup = (): void => {
    this.group = true;
    this.renderRoot.querySelector<HTMLElement>('[type=search]')?.focus();
  };

  #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { client, into, chosen } = this;
    if (!this.#severalAtOnce) {
      const [first] = this.words.trim() ? this.#found : [];
      if (first && !this.busy) void this.#run(this.#open(first));
      return;
    }
    if (!client || chosen.length === 0 || this.busy) return;
    const fields = new FormData(event.target as HTMLFormElement);
    void this.#run(into ? this.#invite(into) : this.#make(client, fields));
  };

  /** The encryption that the user has chosen. */
  get #encryption(): { encryption?: 'e2ee' } {
    const isChosen = this.renderRoot.querySelector<HTMLInputElement>('[name=encrypted]')?.checked;
    return isChosen ? { encryption: 'e2ee' } : {};
  }

  /** Closes with the room that `task` makes, or shows why it failed. */
  async #run(task: Promise<string | null>): Promise<void> {
    this.busy = true;
    this.problem = '';
    try {
      const id = await task;
      if (id === null) return;
      this.#dialog?.close();
      this.made(id);
    } catch (error) {
      if (error instanceof ChatError) this.problem = this.#language.current.error(error);
      else throw error;
    } finally {
      this.busy = false;
    }
  }

  /** Resolves to null if their conversation is not encrypted, as the user wants it. */
  async #open(user: User): Promise<string | null> {
    if (!this.client) throw new ChatError('disconnected', 'no client');
    try {
      return (await this.client.rooms.direct(user.id, this.#encryption)).id;
    } catch (error) {
      if (!(error instanceof ChatError) || error.reason !== 'not_encrypted') throw error;
      this.problem = fillText(roomsTexts(this.#language.current.tag).notEncrypted, { name: user.name });
      return null;
    }
  }

  async #make(client: ChatClient, fields: FormData): Promise<string> {
    const given = fields.get('title');
    // Without a title each member sees the names of the others.
    const title = typeof given === 'string' ? given.trim().slice(0, longestTitle) : '';
    const userIds = this.chosen.map(({ id }) => id);
    const settings = { type: 'private', userIds, ...(title && { title }), ...this.#encryption } as const;
    return (await client.rooms.create(settings)).id;
  }

  /** Invites users one by one: if one fails, those after stay chosen. */
  async #invite({ id: roomId, members }: ChatRoom): Promise<string> {
    for (const user of this.chosen) {
      await members.invite(user.id);
      this.chosen = this.chosen.filter(({ id }) => id !== user.id);
      this.people = (this.people ?? []).filter(({ id }) => id !== user.id);
    }
    return roomId;
  }
}

const encryptionChoice = (texts: RoomsTexts): TemplateResult =>
  html`<label class="encrypt"
    ><input type="checkbox" name="encrypted" aria-describedby="encrypt-hint" /><span
      >${texts.encrypt}<small id="encrypt-hint">${texts.encryptHint}</small></span
    ></label
  >`;

const face = (user: User): TemplateResult =>
  html`${avatar(user)}<span dir="auto" title=${user.name}>${user.name}</span>`;

define('chat-new-room', ChatNewRoom);
