import type { ChatRoom, StageMessage, StageQuestion } from '@chat/client';
import type { Message, Poll, SpotlightQuestion } from '@chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { pollTexts } from '../features/polls/texts.ts';
import { countText, shareOf } from '../features/polls/poll-state.ts';
import { spotlightTexts } from '../features/spotlight/texts.ts';
import type { Language } from '../i18n/language.ts';
import { attachmentPreview } from '../text/attachment-preview.ts';
import { messageText } from '../text/message-text.ts';
import { icons } from '../ui/all-icons.ts';
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

/** What is on stage, as its viewers see it. */
export const stageItem = (
  { message, question }: StageMessage | StageQuestion,
  room: ChatRoom,
  language: Language,
): TemplateResult =>
  question ? stageQuestion(question, room, language) : stageMessage(message, room, language);

const stageQuestion = (
  { author, text }: SpotlightQuestion,
  room: ChatRoom,
  { tag }: Language,
): TemplateResult => {
  const { label, anonymous } = spotlightTexts(tag).question;
  return html`<div class="author">
      ${author ? avatar(author, room) : html`<span class="avatar unknown" aria-hidden="true">${icons.question}</span>`}
      <b dir="auto">${author?.name ?? anonymous}</b>
      <span class="label">${label}</span>
    </div>
    <div class="text large" dir="auto"><span class="run">${text}</span></div>`;
};
