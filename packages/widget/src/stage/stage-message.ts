import type { ChatRoom } from '@chat/client';
import type { Message, Poll } from '@chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { pollTexts } from '../features/polls/texts.ts';
import { countText, shareOf } from '../features/polls/poll-state.ts';
import type { Language } from '../i18n/language.ts';
import { attachmentPreview } from '../text/attachment-preview.ts';
import { messageText } from '../text/message-text.ts';
import { avatar } from '../ui/avatar.ts';

/** A poll that nobody can vote in here: its options with their bars, once the results are visible. */
const stagePoll = (poll: Poll, language: Language): TemplateResult => {
  const { tag } = language;
  const texts = pollTexts(tag);
  const most = Math.max(0, ...poll.options.map(({ votes = 0 }) => votes));
  return html`<ul class="options">
      ${poll.options.map(
        ({ text, votes }) =>
          html`<li class=${votes !== undefined && votes > 0 && votes === most ? 'leads' : ''}>
            <span class="option" dir="auto">${text}</span>
            <span class="share">${votes === undefined ? nothing : shareOf(poll, votes, tag)}</span>
            <progress max=${Math.max(poll.voters, 1)} value=${votes ?? 0} aria-hidden="true"></progress>
          </li>`,
      )}
    </ul>
    <p class="count">
      ${countText(poll, texts, language)}${poll.closedAt === undefined ? '' : ` · ${texts.closed}`}
    </p>`;
};

/** A message as viewers of a stage see it: nothing in it can be used. */
export const stageMessage = (
  message: Message,
  room: ChatRoom,
  language: Language,
  { isLarge = true, withPoll = true }: { isLarge?: boolean; withPoll?: boolean } = {},
): TemplateResult => {
  const { author, text, poll } = message;
  const files = text.trim() === '' && !poll ? attachmentPreview(message, false, language) : '';
  return html`<div class="author">${avatar(author, room)}<b dir="auto">${author.name}</b></div>
    <div class=${isLarge ? 'text large' : 'text'} dir="auto">
      ${files || messageText(text, { focusable: false })}
    </div>
    ${poll && withPoll ? stagePoll(poll, language) : nothing}`;
};
