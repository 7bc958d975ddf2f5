import type { ChatClient, ChatRoom } from '@chat/client';
import type { Attendance } from '@chat/protocol';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { define } from '../../core/define.ts';
import { emit } from '../../core/emit.ts';
import { RoomController } from '../../core/room-controller.ts';
import { clock } from '../../i18n/durations.ts';
import { LanguageController } from '../../i18n/language-controller.ts';
import type { Language } from '../../i18n/language.ts';
import { base } from '../../styles/base.ts';
import { tokens } from '../../styles/tokens.ts';
import { avatar } from '../../ui/avatar.ts';
import { clippedName } from '../../ui/clipped-name.ts';
import { attendanceStyle } from './attendance.styles.ts';
import { attendanceTexts } from './texts.ts';

const dayMs = 86_400_000;
/** The address of a saved file is needed until the browser has begun to write it. */
const savingMs = 60_000;

/** Who was present in a room and when, for its hosts. */
export class ChatAttendance extends LitElement {
  static override styles = [tokens, base, attendanceStyle];
  static override properties = {
    client: { attribute: false },
    room: {},
    users: { state: true },
    hasMore: { state: true },
  };
  /** The client to use. */
  declare client: ChatClient | null;
  /** Id of the room. */
  declare room: string;
  /** Null until they are loaded. */
  declare users: Attendance[] | null;
  declare hasMore: boolean;

  #language = new LanguageController(this);
  #room = new RoomController(this, () => []);

  constructor() {
    super();
    this.client = null;
    this.room = '';
    this.users = null;
    this.hasMore = false;
  }

  protected override firstUpdated(): void {
    this.#load();
  }

  #load = (): void => {
    const { room } = this.#room;
    if (room) this.#run(this.#loadFrom(room));
  };

  async #loadFrom({ attendance }: ChatRoom): Promise<void> {
    const shown = this.users ?? [];
    const after = shown.at(-1)?.user.id;
    const { users, hasMore } = await attendance.list(after === undefined ? {} : { after });
    this.users = [...shown, ...users];
    this.hasMore = hasMore;
  }

  #run(work: Promise<unknown>): void {
    work.catch((error: unknown) => emit(this, 'chat-error', { error }));
  }

  protected override render(): TemplateResult | typeof nothing {
    const { room } = this.#room;
    if (!room) return nothing;
    const language = this.#language.current;
    const texts = attendanceTexts(language.tag);
    if (!this.users) return html`<p class="nothing">${texts.loading}</p>`;
    return html`
      <button type="button" class="load" @click=${() => this.#run(this.#save(room))}>
        ${texts.download}
      </button>
      ${
        this.users.length === 0
          ? html`<p class="nothing">${texts.nobody}</p>`
          : html`<ul aria-label=${texts.title}>
              ${this.users.map((each) => this.#row(room, each, language))}
            </ul>`
      }
      ${this.hasMore ? html`<button type="button" class="load" @click=${this.#load}>${texts.more}</button>` : nothing}
    `;
  }

  #row(room: ChatRoom, { user, intervals, totalMs }: Attendance, language: Language): TemplateResult {
    const { tag } = language;
    const isToday = (at: number): boolean => Date.now() - at < dayMs;
    const day = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short' });
    const stay = ({ from, to }: Attendance['intervals'][number]): string =>
      `${isToday(from) ? '' : `${day.format(from)}, `}${language.time(from)} – ${language.time(to)}`;
    return html`<li>
      ${avatar(user, room)}${clippedName(user.name)}<span class="total" dir="ltr"
        >${clock(totalMs, tag)}</span
      >
      <span class="times">${intervals.map(stay).join(' · ')}</span>
    </li>`;
  }

  async #save({ id, attendance }: ChatRoom): Promise<void> {
    const csv = await attendance.csv();
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([csv], { type: 'text/csv;charset=utf-8' }));
    link.download = `${id}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), savingMs);
  }
}

define('chat-attendance', ChatAttendance);
