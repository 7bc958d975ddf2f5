import { auditedActs, pageSize, type AuditEntry } from '@chat/protocol';
import { html, type TemplateResult } from 'lit';
import { define } from '../core/define.ts';
import { actText } from '../features/moderation/act-text.ts';
import { moderationTexts } from '../features/moderation/texts.ts';
import { AdminSection } from './admin-section.ts';
import { link, listView, moment, table } from './admin-table.ts';
import { auditCsv } from './audit-csv.ts';
import { PagedList, type Page } from './paged-list.ts';

/** Entries that are searched for one page of matches. */
const mostSearched = 2_000;
const enough = 50;
/** The address of a saved file is needed until the browser has begun to write it. */
const savingMs = 60_000;

/** What an admin looks for in the log. */
export interface AuditFilter {
  act: string;
  /** A part of a name or an id, of the user who acted or of the user affected. */
  user: string;
  /** ms since the epoch: from this time on, and before that one. */
  from: number;
  before: number;
}

/** Returns whether an entry matches. */
export const isMatch = (entry: AuditEntry, { act, user, from, before }: AuditFilter): boolean => {
  if ((act !== '' && entry.act !== act) || entry.at < from || entry.at >= before) return false;
  const words = user.toLocaleLowerCase();
  return [entry.by, entry.user].some((each) =>
    [each?.id, each?.name].some((text) => text?.toLocaleLowerCase().includes(words)),
  );
};

const everything: AuditFilter = { act: '', user: '', from: 0, before: Infinity };

/** The audit log of a room, with filters, on the page and as CSV. */
export class AdminAudit extends AdminSection {
  static override properties = { ...AdminSection.properties, isSaving: { state: true } };
  declare isSaving: boolean;
  #filter = everything;
  /** The revision below which the search goes on. */
  #before: number | undefined;
  #entries = new PagedList<AuditEntry>(this, (last) => {
    if (last === undefined) this.#before = undefined;
    return this.#search(mostSearched, enough);
  });

  constructor() {
    super();
    this.isSaving = false;
  }

  /** Reads the log until there are enough matches, newest first. */
  async #search(most: number, wanted: number): Promise<Page<AuditEntry>> {
    const items: AuditEntry[] = [];
    let hasMore = true;
    for (let searched = 0; hasMore && searched < most && items.length < wanted;) {
      const before = this.#before === undefined ? {} : { before: this.#before };
      const page = await this.call('audit:list', { roomId: this.target, limit: pageSize.max, ...before });
      items.push(...page.entries.filter((entry) => isMatch(entry, this.#filter)));
      const oldest = page.entries.at(-1);
      this.#before = oldest?.rev ?? this.#before;
      searched += page.entries.length;
      hasMore = page.hasMore && oldest !== undefined && oldest.at >= this.#filter.from;
    }
    return { items, hasMore };
  }

  protected override content(): unknown {
    const { texts, language } = this;
    return html`<div>
        ${link(texts.allRooms, () => this.go('audit'))} ·
        ${link(html`<bdi>${this.target}</bdi>`, () => this.go('rooms', this.target))}
      </div>
      <form @submit=${this.#onFilter}>
        <label
          >${texts.audit.action}
          <select name="act">
            <option value="">${texts.all}</option>
            ${auditedActs.map((act) => html`<option>${act}</option>`)}
          </select>
        </label>
        <label
          >${texts.audit.about}
          <input type="search" name="user" maxlength="128" dir="auto" autocomplete="off" />
        </label>
        <label>${texts.audit.from} <input type="date" name="from" /></label>
        <label>${texts.audit.to} <input type="date" name="to" /></label>
        <button type="submit" class="primary">${language.text('search')}</button>
        <button type="button" class="small" ?disabled=${this.isSaving} @click=${() => void this.#save()}>
          ${texts.audit.save}
        </button>
      </form>
      ${listView(this.#entries, language, (entries) => this.#table(entries))}`;
  }

  #table(entries: readonly AuditEntry[]): TemplateResult {
    const { texts, language } = this;
    return table(
      texts.sections.audit,
      [texts.time, texts.audit.action, texts.audit.message],
      entries.map((entry) => [
        moment(entry.at, language),
        actText(entry, language, moderationTexts(language.tag)),
        entry.messageId === undefined ? '' : html`<code>${entry.messageId}</code>`,
      ]),
    );
  }

  #onFilter = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const written = (name: string): string => {
      const value = form.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    const midnight = (name: string): Date => new Date(`${written(name)}T00:00`);
    const end = midnight('to');
    end.setDate(end.getDate() + 1);
    this.#filter = {
      act: written('act'),
      user: written('user'),
      from: midnight('from').getTime() || 0,
      before: end.getTime() || Infinity,
    };
    void this.#entries.reload();
  };

  /** Saves all matches, not only those that are shown. */
  async #save(): Promise<void> {
    this.isSaving = true;
    const shown = this.#before;
    this.#before = undefined;
    const found = await this.run(() => this.#search(Infinity, Infinity));
    this.#before = shown;
    this.isSaving = false;
    if (!found) return;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([auditCsv(found.items)], { type: 'text/csv;charset=utf-8' }));
    link.download = `audit-${this.target}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), savingMs);
  }
}

define('chat-admin-audit', AdminAudit);
