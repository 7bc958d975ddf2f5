import type { OpenModeration } from '@chat/protocol';
import { html, type TemplateResult } from 'lit';
import { define } from '../core/define.ts';
import { approvalTexts } from '../features/approval/texts.ts';
import { moderationTexts } from '../features/moderation/texts.ts';
import { AdminSection } from './admin-section.ts';
import { button, link, listView, table } from './admin-table.ts';
import { PagedList } from './paged-list.ts';

/** Requests after which the search waits for the admin: each looks at 100 rooms. */
const mostRequests = 20;
const enough = 50;

/** The rooms of the server in which something waits for a moderator. */
export class AdminOpenRooms extends AdminSection {
  /** The room after which the search goes on. */
  #after: string | undefined;
  #rooms = new PagedList<OpenModeration>(this, async () => {
    const items: OpenModeration[] = [];
    let hasMore = true;
    for (let requests = 0; hasMore && requests < mostRequests && items.length < enough; requests += 1) {
      const page = await this.call(
        'moderation:list',
        this.#after === undefined ? {} : { after: this.#after },
      );
      items.push(...page.rooms);
      this.#after = page.cursor;
      hasMore = page.hasMore && page.cursor !== undefined;
    }
    return { items, hasMore };
  });

  protected override content(): unknown {
    const { texts, language } = this;
    return html`<div class="buttons">
        ${button(texts.refresh, () => this.#refresh())} ${button(texts.allRooms, () => this.go('rooms'))}
      </div>
      ${listView(this.#rooms, language, (rooms) => this.#table(rooms), texts.reports.nothing)}`;
  }

  #refresh(): void {
    this.#after = undefined;
    void this.#rooms.reload();
  }

  #table(rooms: readonly OpenModeration[]): TemplateResult {
    const { texts, language } = this;
    const { reports } = moderationTexts(language.tag);
    const { title } = approvalTexts(language.tag);
    return table(
      texts.sections.reports,
      [texts.room, { text: reports, isNumber: true }, { text: title, isNumber: true }],
      rooms.map((room) => [
        html`${link(html`<bdi>${room.title || room.roomId}</bdi>`, () => this.go('reports', room.roomId))}
        ${room.title ? html`<bdi class="id">${room.roomId}</bdi>` : ''}`,
        language.number(room.reports),
        language.number(room.pending),
      ]),
    );
  }
}

define('chat-admin-open-rooms', AdminOpenRooms);
