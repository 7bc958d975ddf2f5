import type { ChatRoom } from '@chat/client';
import type { AuditEntry, Ban, Input, Report, User } from '@chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { avatar } from '../../ui/avatar.ts';
import { isDeleteKey } from '../../dom/shortcut-keys.ts';
import { clippedName, filledWith, nameInText } from '../../ui/clipped-name.ts';
import { modeFields, modesIn } from './mode-fields.ts';
import { downloadPart, retentionField, retentionIn } from './retention-and-export.ts';
import { duration, untilText } from '../../i18n/durations.ts';
import { icons } from '../../ui/icons.ts';
import type { Language } from '../../i18n/language.ts';
import { filesPreview } from '../../text/attachment-preview.ts';
import { messageText } from '../../text/message-text.ts';
import { actText } from './act-text.ts';
import { revealTexts } from './reveal-texts.ts';
import type { ModerationTexts } from './texts.ts';

/** The data of the panels. */
export interface ModerationView {
  room: ChatRoom;
  language: Language;
  texts: ModerationTexts;
  /** Runs a task and reports its errors. */
  act(work: Promise<unknown>): void;
  /** Runs a task and confirms it. */
  confirm(work: Promise<unknown>, done: unknown): void;
  /** Goes to a message; null if there is no list. */
  goTo: ((messageId: string) => void) | null;
}

const hourMs = 3_600_000;
const pauses = [0, 5, 10, 30, 60, 300, 900];

const empty = (text: string): TemplateResult => html`<p class="empty">${text}</p>`;

export const reportList = (view: ModerationView): TemplateResult => {
  const { items, loaded } = view.room.reports.get();
  if (!loaded) return empty(view.texts.loading);
  if (items.length === 0) return empty(view.texts.noReports);
  return html`<ul class="cards">
    ${repeat(
      items,
      ({ messageId }) => messageId,
      (report) => reportCard(view, report),
    )}
  </ul>`;
};

/** Says what has become of a reported message since. */
const noteOf = ({ text, message, complaints }: Report, texts: ModerationTexts): string => {
  if (message?.deletedAt !== undefined) return texts.deletedSince;
  // The text of an encrypted message is in the report alone.
  const revealedAt = complaints.find(({ revealed }) => revealed)?.at ?? Infinity;
  const isChanged = message?.encrypted
    ? (message.editedAt ?? 0) > revealedAt
    : message && message.text !== text;
  return isChanged ? texts.changedSince : '';
};

const reportCard = (
  { room, language, texts, confirm, goTo }: ModerationView,
  report: Report,
): TemplateResult => {
  const { messageId, author, text, message, complaints } = report;
  const resolve = (outcome: 'dismissed' | 'acted') => room.reports.resolve(messageId, outcome);
  const mute = (): void => {
    const until = Date.now() + hourMs;
    const done = { name: nameInText(author.name), time: untilText(until, language) };
    confirm(
      room.members.mute(author.id, until).then(() => resolve('acted')),
      filledWith(language.text('personMuted'), done),
    );
  };
  const note = noteOf(report, texts);
  const { revealed: revealedNote, hidden } = revealTexts(language.tag);
  return html`<li class="card">
    <div class="who">${avatar(author, room)}${clippedName(author.name)}</div>
    ${text ? html`<blockquote class="text" dir="auto">${messageText(text, { focusable: true })}</blockquote>` : nothing}
    ${!text && message?.encrypted ? html`<p class="note">${hidden}</p>` : nothing}
    ${
      message?.attachments.length
        ? html`<p class="files" dir="auto">${icons.attach}${filesPreview(message.attachments, language)}</p>`
        : nothing
    }
    ${note ? html`<p class="note">${note}</p>` : nothing}
    <ul class="complaints">
      ${complaints.map(
        ({ by, at, reason, revealed, text: other }) =>
          html`<li>
            <span class="note"
              ><bdi>${filledWith(texts.reportedBy, { name: nameInText(by.name) })}</bdi> ·
              <bdi>${language.dateTime(at)}</bdi></span
            >
            ${reason ? html`<span dir="auto">${reason}</span>` : nothing}
            ${revealed ? html`<span class="note">${revealedNote}</span>` : nothing}
            ${other === undefined ? nothing : html`<blockquote class="text" dir="auto">${messageText(other, { focusable: true })}</blockquote>`}
          </li>`,
      )}
    </ul>
    <div class="buttons">
      ${
        // A moderator's list omits messages that are private to others.
        goTo && message && message.deletedAt === undefined && !message.to
          ? html`<button type="button" @click=${() => goTo(messageId)}>${texts.showInRoom}</button>`
          : nothing
      }
      <button
        type="button"
        aria-keyshortcuts="D"
        @click=${() => confirm(resolve('dismissed'), texts.dismissed)}
      >
        ${texts.dismiss}
      </button>
      ${
        author.id === room.state.get().me?.user.id
          ? nothing
          : html`<button type="button" aria-keyshortcuts="M" @click=${mute}>${texts.muteAuthor}</button>`
      }
      ${
        message && message.deletedAt === undefined
          ? html`<button
              type="button"
              class="danger"
              aria-keyshortcuts="Delete"
              @click=${() => confirm(room.messages.delete(messageId), texts.deleted)}
            >
              ${texts.deleteMessage}
            </button>`
          : nothing
      }
    </div>
  </li>`;
};

/** Presses the button of a report that has the pressed key. */
export const onReportKey = (event: KeyboardEvent): void => {
  const { altKey, ctrlKey, metaKey } = event;
  const key = isDeleteKey(event) ? 'Delete' : event.key;
  const card = (event.target as Element).closest('.card');
  if (!card || altKey || ctrlKey || metaKey || !/^(?:[dm]|delete)$/i.test(key)) return;
  event.preventDefault();
  card.querySelector<HTMLElement>(`[aria-keyshortcuts="${key}" i]`)?.click();
};

export interface SettingsOptions {
  saved: boolean;
  /** The user pressed the end button, and must confirm. */
  asked: boolean;
  onSave(patch: Omit<Input<'room:update'>, 'roomId'>): void;
  onChange(): void;
  onEnd(): void;
}

export const settingsForm = (view: ModerationView, options: SettingsOptions): TemplateResult => {
  const { room, language, texts } = view;
  const { room: settings, can } = room.state.get();
  const seconds = settings?.slowModeSeconds ?? 0;
  const choices = [...new Set([...pauses, seconds])].toSorted((a, b) => a - b);
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const written = form.get('title');
    const title = typeof written === 'string' ? written.trim() : '';
    const slowModeSeconds = Number(form.get('slowMode'));
    const frozen = form.has('frozen');
    options.onSave({
      ...(title === settings?.title ? {} : { title }),
      ...(slowModeSeconds === seconds ? {} : { slowModeSeconds }),
      ...(frozen === settings?.frozen ? {} : { frozen }),
      ...modesIn(form, settings ?? {}),
      ...retentionIn(form, settings?.retention),
    });
  };
  return html`<form @submit=${onSubmit} @input=${options.onChange}>
      <label for="title">${texts.roomTitle}</label>
      <input
        id="title"
        name="title"
        maxlength="200"
        dir="auto"
        autocomplete="off"
        .value=${settings?.title ?? ''}
      />
      <label for="slow">${texts.slowMode}</label>
      <select id="slow" name="slowMode">
        ${choices.map(
          (each) =>
            html`<option value=${each} ?selected=${each === seconds}>
              ${each === 0 ? texts.slowOff : duration(each, language.tag)}
            </option>`,
        )}
      </select>
      ${retentionField(view)}
      <label class="switch">
        <input type="checkbox" name="frozen" .checked=${settings?.frozen ?? false} />
        <span>${texts.frozen}<small>${texts.frozenHint}</small></span>
      </label>
      ${modeFields(settings ?? {}, language)}
      <div class="buttons">
        <button type="submit" class="primary">${language.text('save')}</button>
        <span class="note" role="status">${options.saved ? texts.saved : ''}</span>
      </div>
    </form>
    ${downloadPart(view, view.act)}
    ${
      can?.['room:end'] && settings?.phase !== 'ended'
        ? html`<div class="end">
            <button type="button" class="small danger" @click=${options.onEnd}>
              ${options.asked ? texts.confirmEnd : texts.endRoom}
            </button>
          </div>`
        : nothing
    }`;
};

export const banList = (
  { texts, room }: ModerationView,
  bans: readonly Ban[] | null,
  onUnban: (user: User) => void,
): TemplateResult => {
  if (!bans) return empty(texts.loading);
  if (bans.length === 0) return empty(texts.nobodyBanned);
  return html`<ul class="people">
    ${bans.map(
      ({ user }) =>
        html`<li>
          ${avatar(user, room)}${clippedName(user.name)}
          <button type="button" class="small" @click=${() => onUnban(user)}>${texts.unban}</button>
        </li>`,
    )}
  </ul>`;
};

export const auditList = (
  { language, texts }: ModerationView,
  entries: readonly AuditEntry[] | null,
  more: boolean,
  onMore: () => void,
): TemplateResult => {
  if (!entries) return empty(texts.loading);
  if (entries.length === 0) return empty(texts.nothingDone);
  return html`<ol class="history">
      ${entries.map(
        (entry) =>
          html`<li>
            <span>${actText(entry, language, texts)}</span>
            <time class="note" datetime=${new Date(entry.at).toISOString()}
              >${language.dateTime(entry.at)}</time
            >
          </li>`,
      )}
    </ol>
    ${more ? html`<button type="button" class="small more" @click=${onMore}>${texts.more}</button>` : nothing}`;
};
