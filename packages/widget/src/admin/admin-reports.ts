import type { PendingMessage, Report } from '@chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { define } from '../core/define.ts';
import { approvalTexts } from '../features/approval/texts.ts';
import { revealTexts } from '../features/moderation/reveal-texts.ts';
import { moderationTexts } from '../features/moderation/texts.ts';
import { filledWith, nameInText } from '../ui/clipped-name.ts';
import { AdminSection } from './admin-section.ts';
import { button, link, listView, moment } from './admin-table.ts';
import { PagedList } from './paged-list.ts';

const hourMs = 3_600_000;

/** The reports of a room, and its messages that wait for approval. */
export class AdminReports extends AdminSection {
  #reports = new PagedList<Report>(this, async (last) => {
    const after = last === undefined ? {} : { after: last.rev };
    const { reports, hasMore } = await this.call('report:list', { roomId: this.target, ...after });
    return { items: reports, hasMore };
  });
  #held = new PagedList<PendingMessage>(this, async (last) => {
    const after = last === undefined ? {} : { after: last.key };
    const { messages, hasMore } = await this.call('approval:list', { roomId: this.target, ...after });
    return { items: messages, hasMore };
  });

  protected override content(): unknown {
    const { texts, language } = this;
    const { reports, noReports } = moderationTexts(language.tag);
    const { title, nobody } = approvalTexts(language.tag);
    return html`<div>
        ${link(texts.allRooms, () => this.go('reports'))} ·
        ${link(html`<bdi>${this.target}</bdi>`, () => this.go('rooms', this.target))}
      </div>
      <h3>${reports}</h3>
      ${listView(this.#reports, language, (items) => cards(items.map((each) => this.#report(each))), noReports)}
      <h3>${title}</h3>
      ${listView(this.#held, language, (items) => cards(items.map((each) => this.#pending(each))), nobody)}`;
  }

  #report(report: Report): TemplateResult {
    const { language } = this;
    const texts = moderationTexts(language.tag);
    const { revealed: revealedNote, hidden } = revealTexts(language.tag);
    const { messageId, author, text, message, complaints } = report;
    const isHidden = text === '' && message?.encrypted !== undefined;
    const roomId = this.target;
    const resolve = (outcome: 'dismissed' | 'acted') =>
      this.call('report:resolve', { roomId, messageId, outcome });
    const close = (work: () => Promise<unknown>): void =>
      this.change(work, () => this.#reports.replace(report, null));
    const mute = async (): Promise<void> => {
      await this.call('member:mute', { roomId, userId: author.id, until: Date.now() + hourMs });
      await resolve('acted');
    };
    const isThere = message !== undefined && message.deletedAt === undefined;
    return html`<li class="card">
      ${this.#author(author)}
      ${
        isHidden
          ? html`<p class="note">${hidden}</p>`
          : html`<blockquote dir="auto">
              ${text || message?.attachments.map(({ name }) => name).join(', ')}
            </blockquote>`
      }
      <ul>
        ${complaints.map(
          ({ by, at, reason, revealed, text: other }) =>
            html`<li class="note">
              ${filledWith(texts.reportedBy, { name: nameInText(by.name) })} · ${moment(at, language)}
              ${reason ? html`<span class="reason" dir="auto">${reason}</span>` : nothing}
              ${revealed ? html`<div>${revealedNote}</div>` : nothing}
              ${other === undefined ? nothing : html`<blockquote dir="auto">${other}</blockquote>`}
            </li>`,
        )}
      </ul>
      <div class="buttons">
        ${button(texts.dismiss, () => close(() => resolve('dismissed')))}
        ${button(texts.muteAuthor, () => close(mute))}
        ${isThere ? button(texts.deleteMessage, () => close(() => this.call('message:delete', { roomId, messageId })), true) : nothing}
      </div>
    </li>`;
  }

  #pending(pending: PendingMessage): TemplateResult {
    const texts = approvalTexts(this.language.tag);
    const { id: messageId, author, text, createdAt, attachments } = pending.message;
    const target = { roomId: this.target, messageId };
    const close = (): void => this.#held.replace(pending, null);
    const reject = (): void => {
      const question = {
        title: this.texts.reports.confirmReject,
        field: texts.reason,
        confirm: texts.reject,
      };
      const act = (reason: string) =>
        this.call('approval:reject', { ...target, ...(reason === '' ? {} : { reason }) });
      this.ask(question, act, close);
    };
    return html`<li class="card">
      ${this.#author(author, createdAt)}
      <blockquote dir="auto">${text || attachments.map(({ name }) => name).join(', ')}</blockquote>
      <div class="buttons">
        ${button(texts.approve, () => this.change(() => this.call('approval:approve', target), close))}
        ${button(texts.trust, () => this.change(() => this.call('approval:trust', target), close))}
        ${button(texts.reject, reject, true)}
      </div>
    </li>`;
  }

  #author({ id, name }: { id: string; name: string }, at?: number): TemplateResult {
    return html`<div class="who">
      ${link(html`<bdi>${name}</bdi>`, () => this.go('users', id))}
      <span class="note">${moment(at, this.language)}</span>
    </div>`;
  }
}

const cards = (items: readonly TemplateResult[]): TemplateResult =>
  html`<ul role="list" class="cards">
    ${items}
  </ul>`;

define('chat-admin-reports', AdminReports);
