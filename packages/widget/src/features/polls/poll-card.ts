import type { Poll, PollOption } from '@chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { emit } from '../../core/emit.ts';
import type { MessageContext } from '../../core/feature.ts';
import { fillPlural } from '../../i18n/fill-text.ts';
import { icons } from '../../ui/all-icons.ts';
import { addOptionForm } from './add-option.ts';
import { openPollResults } from './open-results.ts';
import {
  choiceOf,
  choose,
  countText,
  endText,
  ownVote,
  sameOptions,
  shareOf,
  shownPoll,
} from './poll-state.ts';
import { pollTexts, type PollTexts } from './texts.ts';

/** Arrow keys move between the options, not between the messages. */
const ownKeys = (event: KeyboardEvent): void => {
  if (event.key.startsWith('Arrow')) event.stopPropagation();
};

const kindText = ({ multiple, anonymous, quiz }: Poll, isOpen: boolean, texts: PollTexts): string => {
  const rule = multiple ? texts.chooseMany : texts.chooseOne;
  return [quiz && texts.quizPoll, isOpen ? rule : texts.ended, anonymous && texts.anonymousPoll]
    .filter(Boolean)
    .join(' · ');
};

/** A replay takes no votes, and has only the results of then. */
const isPast = ({ room }: MessageContext): boolean => room.state.get().can === null;

/** How many have voted: a button that opens the results, once the user may see them. */
const renderCount = (context: MessageContext, poll: Poll, texts: PollTexts): TemplateResult | string => {
  const { item, language, tabindex } = context;
  const text = countText(poll, texts, language);
  if (isPast(context) || poll.voters === 0 || poll.options[0]?.votes === undefined) return text;
  return html`<button
    type="button"
    class="poll-count"
    tabindex=${tabindex}
    title=${texts.viewResults}
    @click=${() => openPollResults(context, { id: item.id, question: item.text })}
  >
    ${text}
  </button>`;
};

/** The options of a poll, the button that votes, and the visible results. */
export const pollCard = (context: MessageContext, stored: Poll): TemplateResult => {
  const { item, room, language, tabindex } = context;
  const texts = pollTexts(language.tag);
  const own = ownVote(context, item);
  const poll = shownPoll(stored, own);
  const end = endText(poll, texts, language);
  const mine = own?.mine ?? [];
  const chosen = choiceOf(room, item.id) ?? mine;
  const isOpen = poll.closedAt === undefined && !(poll.closesAt && poll.closesAt <= Date.now());
  const mayVote =
    isOpen &&
    item.status === 'sent' &&
    room.state.get().can?.['poll:vote'] === true &&
    !(poll.quiz && mine.length > 0 && !own?.isPending);
  return html`<div class="poll" @keydown=${ownKeys}>
    <p class="poll-note">${kindText(poll, isOpen, texts)}</p>
    <div class="poll-options" role=${poll.multiple ? 'group' : 'radiogroup'} aria-label=${item.text}>
      ${poll.options.map((option) => optionRow(context, { option, poll, mine, chosen, mayVote, texts }))}
    </div>
    ${isOpen && item.status === 'sent' ? addOptionForm(context, poll) : nothing}
    <div class="poll-foot">
      <p class="poll-note ${isOpen && stored.options[0]?.votes === undefined ? 'poll-rule' : ''}">
        ${renderCount(context, poll, texts)}${end && ` · ${end}`}
      </p>
      ${
        isOpen && !isPast(context)
          ? html`<button
              type="button"
              class="poll-vote"
              tabindex=${tabindex}
              aria-disabled=${String(!mayVote || chosen.length === 0 || sameOptions(chosen, mine))}
              @click=${() => mayVote && void vote(context, chosen, mine)}
            >
              ${mine.length > 0 && sameOptions(chosen, mine) ? html`${icons.check}${texts.voted}` : texts.vote}
            </button>`
          : nothing
      }
    </div>
  </div>`;
};

interface OptionState {
  option: PollOption;
  poll: Poll;
  mine: readonly string[];
  chosen: readonly string[];
  mayVote: boolean;
  texts: PollTexts;
}

const optionRow = (
  { item, room, host, language, tabindex }: MessageContext,
  { option, poll, mine, chosen, mayVote, texts }: OptionState,
): TemplateResult => {
  const { id, text, votes } = option;
  const isCorrect = poll.quiz?.correct?.includes(id);
  const isWrong = poll.quiz?.correct && !isCorrect && mine.includes(id);
  const onChange = (event: Event): void => {
    const { checked } = event.target as HTMLInputElement;
    const others = poll.multiple ? chosen.filter((each) => each !== id) : [];
    choose(room, item.id, checked ? [...others, id] : others);
    host.requestUpdate();
  };
  return html`<label class="poll-option ${isCorrect ? 'correct' : isWrong ? 'wrong' : ''}">
    <input
      type=${poll.multiple ? 'checkbox' : 'radio'}
      name="poll-${item.id}"
      tabindex=${tabindex}
      .checked=${live(chosen.includes(id))}
      ?disabled=${!mayVote}
      @change=${onChange}
    />
    <span class="poll-text"
      ><span dir="auto">${text}</span
      >${isCorrect ? mark(icons.check, texts.correct) : isWrong ? mark(icons.close, texts.wrong) : nothing}</span
    >
    <span class="poll-share"
      >${
        votes === undefined
          ? nothing
          : html`${shareOf(poll, votes, language.tag)}<span class="visually-hidden">
                , ${fillPlural(texts.votes, votes, language.tag)}</span
              >`
      }</span
    >
    <progress max=${Math.max(poll.voters, 1)} value=${votes ?? 0} aria-hidden="true"></progress>
  </label>`;
};

const mark = (icon: TemplateResult, text: string): TemplateResult =>
  html`<span class="poll-mark" title=${text}>${icon}<span class="visually-hidden">${text}</span></span>`;

const vote = async (
  { item, room, host, language, list }: MessageContext,
  chosen: readonly string[],
  mine: readonly string[],
): Promise<void> => {
  if (chosen.length === 0 || sameOptions(chosen, mine)) return;
  try {
    const voting = room.polls.vote(item.id, chosen);
    choose(room, item.id, null);
    await voting;
    list.say(pollTexts(language.tag).voted);
  } catch (error) {
    emit(host, 'chat-error', { error });
  }
};
