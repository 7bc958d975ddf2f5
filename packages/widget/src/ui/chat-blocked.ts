import { ChatError, type ChatClient } from '@chat/client';
import type { BlockedUser } from '@chat/protocol';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { define } from '../core/define.ts';
import { blockedTexts } from '../i18n/blocked-texts.ts';
import type { Language } from '../i18n/language.ts';
import { avatarStyle } from '../styles/avatar.ts';
import { base } from '../styles/base.ts';
import { dialogStyle } from '../styles/dialog.ts';
import { tokens } from '../styles/tokens.ts';
import { avatar } from './avatar.ts';

interface BlockedContext {
  client: ChatClient;
  language: Language;
}

/** The users whom the user has blocked, each with a button that unblocks them. */
export class ChatBlocked extends LitElement {
  static override styles = [
    tokens,
    base,
    avatarStyle,
    dialogStyle,
    css`
      dialog[open] {
        display: flex;
        flex-direction: column;
        gap: 14px;
      }
      ul {
        overflow-y: auto;
        overscroll-behavior: contain;
      }
      li {
        display: flex;
        align-items: center;
        gap: 12px;
        min-block-size: 44px;
      }
      li .link {
        flex: none;
        margin-inline-start: auto;
        min-block-size: max(32px, var(--_target));
      }
    `,
  ];
  static override properties = {
    context: { attribute: false },
    users: { state: true },
    hasMore: { state: true },
    busy: { state: true },
    problem: { state: true },
  };
  declare context: BlockedContext | null;
  declare users: readonly BlockedUser[] | null;
  declare hasMore: boolean;
  declare busy: boolean;
  declare problem: string;

  constructor() {
    super();
    this.context = null;
    this.users = null;
    this.hasMore = false;
    this.busy = false;
    this.problem = '';
  }

  protected override firstUpdated(): void {
    this.#dialog?.showModal();
    void this.#act(() => this.#loadMore());
  }

  protected override render(): TemplateResult | typeof nothing {
    const { context, users } = this;
    if (!context) return nothing;
    const { language } = context;
    const texts = blockedTexts(language.tag);
    return html`<dialog
      aria-labelledby="title"
      dir=${language.dir}
      @close=${() => this.remove()}
      @keydown=${(event: Event) => event.stopPropagation()}
    >
      <h2 id="title">${texts.list}</h2>
      ${users?.length === 0 ? html`<p>${texts.nobody}</p>` : html`<p>${texts.explained}</p>`}
      <ul role="list" aria-labelledby="title" aria-busy=${users === null} ?hidden=${!users?.length}>
        ${users?.map((each) => this.#row(each, texts.unblock))}
      </ul>
      ${
        this.hasMore
          ? html`<button
              type="button"
              class="link"
              ?disabled=${this.busy}
              @click=${() => this.#act(() => this.#loadMore())}
            >
              ${language.text('moreMembers')}
            </button>`
          : nothing
      }
      <p class="problem" role="alert">${this.problem}</p>
      <div class="buttons">
        <button type="button" class="primary" @click=${() => this.#dialog?.close()}>
          ${language.text('close')}
        </button>
      </div>
    </dialog>`;
  }

  #row({ user }: BlockedUser, label: string): TemplateResult {
    return html`<li>
      ${avatar(user)}<span class="clipped" title=${user.name}><bdi>${user.name}</bdi></span
      ><button
        type="button"
        class="link"
        aria-label="${label}: ${user.name}"
        ?disabled=${this.busy}
        @click=${() => this.#act(() => this.#unblock(user.id))}
      >
        ${label}
      </button>
    </li>`;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  async #act(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.problem = '';
    try {
      await work();
    } catch (error) {
      this.problem =
        this.context?.language.error(error instanceof ChatError ? error : { code: 'internal' }) ?? '';
    }
    this.busy = false;
  }

  async #loadMore(): Promise<void> {
    const after = this.users?.at(-1)?.user.id;
    const page = await this.context?.client.users.blocked(after === undefined ? {} : { after });
    if (!page) return;
    this.users = [...(this.users ?? []), ...page.users];
    this.hasMore = page.hasMore;
  }

  async #unblock(userId: string): Promise<void> {
    await this.context?.client.users.unblock(userId);
    this.users = this.users?.filter(({ user }) => user.id !== userId) ?? null;
    this.#dialog?.querySelector<HTMLElement>('.primary')?.focus();
  }
}

define('chat-blocked', ChatBlocked);
