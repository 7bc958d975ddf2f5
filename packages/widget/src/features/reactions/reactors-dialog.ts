import type { Reaction, User } from '@chat/protocol';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { avatar } from '../../ui/avatar.ts';
import { reactionGlyph } from '../../emoji/custom-emoji.ts';
import { define } from '../../core/define.ts';
import { emit } from '../../core/emit.ts';
import type { MessageContext } from '../../core/feature.ts';
import { avatarStyle } from '../../styles/avatar.ts';
import { base } from '../../styles/base.ts';
import { dialogStyle } from '../../styles/dialog.ts';
import { reactorsStyle } from './reactors.styles.ts';
import { tokens } from '../../styles/tokens.ts';

/** Users who reacted with one emoji, as far as they are loaded. */
interface Reactors {
  users: readonly User[];
  hasMore: boolean;
}

/** The users who reacted to a message, by emoji, page by page, as of when the dialog opened. */
export class ChatReactors extends LitElement {
  static override styles = [tokens, base, avatarStyle, dialogStyle, reactorsStyle];
  static override properties = {
    context: { attribute: false },
    known: { state: true },
    busy: { state: true },
  };
  declare context: MessageContext | null;
  declare known: ReadonlyMap<string, Reactors>;
  declare busy: boolean;

  constructor() {
    super();
    this.context = null;
    this.known = new Map();
    this.busy = false;
  }

  protected override firstUpdated(): void {
    this.#dialog?.showModal();
    void this.#load(this.context?.item.reactions ?? []);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { context } = this;
    if (!context) return nothing;
    const { language, item } = context;
    // Elements around the dialog handle keys too, such as Escape.
    const own = (event: Event): void => event.stopPropagation();
    return html`<dialog
      aria-labelledby="title"
      dir=${language.dir}
      @close=${() => this.remove()}
      @keydown=${own}
    >
      <h2 id="title">${language.text('reactions')}</h2>
      <div class="all" tabindex="0" role="group" aria-labelledby="title" aria-busy=${this.busy}>
        ${item.reactions.map((reaction) => this.#section(reaction, context))}
      </div>
      <div class="buttons">
        <button type="button" class="primary" @click=${() => this.#dialog?.close()}>
          ${language.text('close')}
        </button>
      </div>
    </dialog>`;
  }

  #section(reaction: Reaction, context: MessageContext): TemplateResult {
    const { language, client, room } = context;
    const { emoji, count } = reaction;
    const { users = [], hasMore = false } = this.known.get(emoji) ?? {};
    return html`<section>
      <h3><span class="emoji">${reactionGlyph(emoji, context)}</span> ${language.number(count)}</h3>
      <ul role="list">
        ${users.map(
          (user) =>
            html`<li>
              ${avatar(user, room)}<span class="clipped" title=${user.name}
                ><bdi>${user.name}</bdi
                >${user.id === client.user?.id ? ` (${language.text('you')})` : ''}</span
              >
            </li>`,
        )}
      </ul>
      ${
        hasMore
          ? html`<button
              type="button"
              class="link"
              ?disabled=${this.busy}
              @click=${() => this.#load([reaction])}
            >
              ${language.text('moreMembers')}
            </button>`
          : nothing
      }
    </section>`;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  /** The next page of each. */
  async #load(reactions: readonly Reaction[]): Promise<void> {
    const { context } = this;
    if (!context) return;
    this.busy = true;
    try {
      await Promise.all(reactions.map(({ emoji }) => this.#loadPage(context, emoji)));
    } catch (error) {
      emit(context.host, 'chat-error', { error });
      if (this.known.size === 0) this.#dialog?.close();
    }
    this.busy = false;
  }

  async #loadPage({ room, item }: MessageContext, emoji: string): Promise<void> {
    const users = this.known.get(emoji)?.users ?? [];
    const page = await room.reactions.list(item.id, emoji, users.at(-1)?.id);
    this.known = new Map([...this.known, [emoji, { ...page, users: [...users, ...page.users] }]]);
  }
}

define('chat-reactors', ChatReactors);
