import type { ChatClient } from '@chat/client';
import type { AuditEntry, Ban } from '@chat/protocol';
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { define } from '../../core/define.ts';
import { nextFrame } from '../../dom/next-frame.ts';
import { emit } from '../../core/emit.ts';
import { onPartLoaded } from '../../core/lazy.ts';
import { LanguageController } from '../../i18n/language-controller.ts';
import { moderationTexts } from './texts.ts';
import {
  auditList,
  banList,
  onReportKey,
  reportList,
  settingsForm,
  type ModerationView,
} from './moderation-panels.ts';
import { filledWith, nameInText } from '../../ui/clipped-name.ts';
import { RoomController } from '../../core/room-controller.ts';
import { base } from '../../styles/base.ts';
import { avatarStyle } from '../../styles/avatar.ts';
import { moderationStyle } from './moderation.styles.ts';
import { tokens } from '../../styles/tokens.ts';
import { textStyle } from '../../text/rich-text.styles.ts';

type Tab = 'reports' | 'settings' | 'banned' | 'audit';

/** The moderation panel: reports, settings, bans, and the audit log. */
export class ChatModeration extends LitElement {
  static override styles = [tokens, base, avatarStyle, textStyle, moderationStyle];
  static override properties = {
    client: { attribute: false },
    room: {},
    list: { attribute: false },
    gone: { state: true },
    tab: { state: true },
    bans: { state: true },
    entries: { state: true },
    more: { state: true },
    saved: { state: true },
    asked: { state: true },
  };
  /** The client to use. */
  declare client: ChatClient | null;
  /** Id of the room. */
  declare room: string;
  /** The element that scrolls to a message: `<chat-room>` or `<chat-messages>`. */
  declare list: { scrollToMessage?(id: string): Promise<boolean> } | null;
  /** The requested message no longer exists. */
  declare gone: boolean;
  declare tab: Tab;
  declare bans: readonly Ban[] | null;
  declare entries: readonly AuditEntry[] | null;
  declare more: boolean;
  declare saved: boolean;
  /** The question to confirm. */
  declare asked: boolean;

  /** The row that has the focus before a redraw; -1: none. */
  #focused = -1;
  #language = new LanguageController(this);
  #room = new RoomController(this, (room) => {
    const update = () => this.requestUpdate();
    return [room.state.subscribe(update), room.reports.subscribe(update), onPartLoaded(update)];
  });

  constructor() {
    super();
    this.client = null;
    this.room = '';
    this.list = null;
    this.gone = false;
    this.tab = 'reports';
    this.bans = null;
    this.entries = null;
    this.more = false;
    this.saved = false;
    this.asked = false;
  }

  get #tabs(): Tab[] {
    const can = this.#room.room?.state.get().can;
    return [
      'reports',
      ...(can?.['room:update'] ? ['settings' as const] : []),
      ...(can?.['member:ban'] ? ['banned' as const] : []),
      ...(can?.['audit:list'] ? ['audit' as const] : []),
    ];
  }

  protected override willUpdate(): void {
    const row = this.shadowRoot?.activeElement?.closest('.card, .people li');
    this.#focused = row ? [...(row.parentElement?.children ?? [])].indexOf(row) : -1;
  }

  /** The focused row was removed: moves the focus to the row in its place, else to the panel. */
  #keepFocus(): void {
    if (this.#focused < 0 || this.shadowRoot?.activeElement || !document.hasFocus()) return;
    const rows = [...this.renderRoot.querySelectorAll('.card, .people li')];
    const row = rows[this.#focused] ?? rows.at(-1) ?? this.renderRoot;
    row.querySelector<HTMLElement>('.card button, .people button, .content')?.focus();
  }

  protected override firstUpdated(): void {
    // Runs after the panel has moved the focus.
    void nextFrame().then(() => this.#find('[aria-selected=true]')?.focus());
  }

  #find(selector: string): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(selector);
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.#keepFocus();
    if (!changed.has('tab')) return;
    this.gone = false;
    this.asked = false;
    this.saved = false;
    if (this.tab === 'banned') this.#do(this.#loadBans());
    if (this.tab === 'audit') this.#do(this.#loadAudit(false));
  }

  protected override render(): TemplateResult | typeof nothing {
    const { room } = this.#room;
    if (!room) return nothing;
    const language = this.#language.current;
    const texts = moderationTexts(language.tag);
    const tabs = this.#tabs;
    return html`
      <div class="tabs" role="tablist" aria-label=${language.text('moderation')} @keydown=${this.#onKeyDown}>
        ${tabs.map(
          (tab) =>
            html`<button
              type="button"
              role="tab"
              id=${`tab-${tab}`}
              aria-controls="content"
              aria-selected=${tab === this.tab ? 'true' : 'false'}
              tabindex=${tab === this.tab ? 0 : -1}
              @click=${() => this.#show(tab)}
            >
              ${texts[tab]}
            </button>`,
        )}
      </div>
      <div
        class="content"
        id="content"
        role="tabpanel"
        tabindex="0"
        aria-labelledby=${`tab-${this.tab}`}
        @keydown=${onReportKey}
      >
        ${this.#renderTab({
          room,
          language,
          texts,
          act: (work) => this.#do(work),
          confirm: (work, done) => this.#do(work.then(() => emit(this, 'chat-note', { done }))),
          goTo: this.list?.scrollToMessage ? (id) => void this.#goTo(id) : null,
        })}
        <p class="note" role="status">${this.gone ? texts.noLonger : ''}</p>
      </div>
    `;
  }

  #renderTab(view: ModerationView): TemplateResult {
    if (this.tab === 'settings')
      return settingsForm(view, {
        saved: this.saved,
        asked: this.asked,
        onSave: (patch) => this.#do(view.room.settings.update(patch).then(() => void (this.saved = true))),
        onChange: () => (this.saved = false),
        onEnd: () => {
          if (this.asked) this.#do(view.room.settings.end());
          this.asked = !this.asked;
        },
      });
    if (this.tab === 'banned')
      return banList(view, this.bans, ({ id, name }) =>
        view.confirm(
          view.room.members.unban(id).then(() => this.#loadBans()),
          filledWith(view.texts.unbanned, { name: nameInText(name) }),
        ),
      );
    if (this.tab === 'audit')
      return auditList(view, this.entries, this.more, () => this.#do(this.#loadAudit(true)));
    return reportList(view);
  }

  #show(tab: Tab): void {
    this.tab = tab;
  }

  async #goTo(messageId: string): Promise<void> {
    this.gone = (await this.list?.scrollToMessage?.(messageId).catch(() => false)) === false;
  }

  async #loadBans(): Promise<void> {
    this.bans = (await this.#room.room?.members.bans())?.bans ?? null;
  }

  async #loadAudit(older: boolean): Promise<void> {
    const known = older ? (this.entries ?? []) : [];
    const before = known.at(-1)?.rev;
    const page = await this.#room.room?.audit.list({
      limit: 30,
      ...(before === undefined ? {} : { before }),
    });
    this.entries = [...known, ...(page?.entries ?? [])];
    this.more = page?.hasMore ?? false;
  }

  #do(work: Promise<unknown>): void {
    work.catch((error: unknown) => emit(this, 'chat-error', { error }));
  }

  #onKeyDown = (event: KeyboardEvent): void => {
    const tabs = this.#tabs;
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      return this.#find('.content :is(button, input, select)')?.focus();
    }
    const forward = getComputedStyle(this).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const step = event.key === forward ? 1 : /^Arrow(Left|Right)$/.test(event.key) ? -1 : 0;
    const next = tabs.at((tabs.indexOf(this.tab) + step) % tabs.length);
    if (step === 0 || !next) return;
    event.preventDefault();
    this.tab = next;
    void this.updateComplete.then(() => this.#find(`#tab-${next}`)?.focus());
  };
}

define('chat-moderation', ChatModeration);
