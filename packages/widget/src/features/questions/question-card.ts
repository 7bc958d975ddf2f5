import type { Question } from '@chat/protocol';
import { questionLimits } from '@chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { fillPlural, fillText } from '../../i18n/fill-text.ts';
import type { Language } from '../../i18n/language.ts';
import { icons } from '../../ui/all-icons.ts';
import type { QuestionTexts } from './texts.ts';

/** The actions of the user on a question. */
export interface QuestionActions {
  upvote(question: Question): void;
  /** Opens or closes the form for an answer. */
  write(question: Question): void;
  /** Without a text: it was answered live. */
  answer(question: Question, text?: string): void;
  highlight(question: Question): void;
  /** Puts it on stage, or takes it off. */
  spotlight(question: Question): void;
  dismiss(question: Question): void;
  reopen(question: Question): void;
  withdraw(question: Question): void;
}

interface CardContext {
  language: Language;
  texts: QuestionTexts;
  actions: QuestionActions;
  isHost: boolean;
  canVote: boolean;
  canSpotlight: boolean;
  /** It is on stage. */
  isOnStage: boolean;
  /** The form for an answer is open. */
  isWriting: boolean;
}

const button = (label: string, key: string, run: () => void, about: string, danger = false): TemplateResult =>
  html`<button
    type="button"
    class=${danger ? 'danger' : ''}
    aria-keyshortcuts=${key}
    aria-label=${`${label}: ${about}`}
    @click=${run}
  >
    ${label}
  </button>`;

const voteButton = (
  question: Question,
  { language, texts, actions, canVote }: CardContext,
): TemplateResult => {
  const { votes, upvoted, state, text } = question;
  const count = fillPlural(texts.votes, votes, language.tag);
  const label = `${fillText(upvoted ? texts.unvote : texts.vote, { question: text })}, ${count}`;
  return html`<button
    type="button"
    class="vote"
    aria-pressed=${upvoted ? 'true' : 'false'}
    aria-keyshortcuts="V"
    aria-label=${label}
    title=${count}
    ?disabled=${!canVote || state !== 'open'}
    @click=${() => actions.upvote(question)}
  >
    ${icons.up}<span aria-hidden="true">${language.number(votes)}</span>
  </button>`;
};

const answerOf = (
  { answer }: Question,
  { texts, language }: CardContext,
): TemplateResult | typeof nothing => {
  if (!answer) return nothing;
  return html`<div class="answer">
    <span class="note"
      >${answer.text === undefined ? texts.answeredLive : texts.answered} · ${language.time(answer.at)}</span
    >
    ${answer.text === undefined ? nothing : html`<p class="text" dir="auto">${answer.text}</p>`}
  </div>`;
};

const answerForm = (question: Question, { texts, actions }: CardContext): TemplateResult => {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const text = new FormData(event.target as HTMLFormElement).get('text');
    if (typeof text === 'string' && text.trim() !== '') actions.answer(question, text.trim());
  };
  return html`<form class="answering" @submit=${submit}>
    <textarea
      name="text"
      rows="3"
      maxlength=${questionLimits.answerLength}
      dir="auto"
      aria-label=${fillText(texts.answerTo, { question: question.text })}
      placeholder=${texts.writeAnswer}
      .value=${question.answer?.text ?? ''}
    ></textarea>
    <button type="submit" class="primary">${texts.sendAnswer}</button>
  </form>`;
};

const buttonsOf = (
  question: Question,
  { texts, actions, isHost, isWriting, canSpotlight, isOnStage }: CardContext,
): TemplateResult | typeof nothing => {
  const { state, text, mine, highlightedAt } = question;
  if (!isHost && !mine) return nothing;
  const isOpen = state === 'open';
  return html`<div class="buttons">
    ${
      isHost && state !== 'dismissed'
        ? html`<button
            type="button"
            aria-keyshortcuts="A"
            aria-expanded=${isWriting ? 'true' : 'false'}
            aria-label=${`${texts.answer}: ${text}`}
            @click=${() => actions.write(question)}
          >
            ${texts.answer}
          </button>`
        : nothing
    }
    ${
      canSpotlight && state !== 'dismissed'
        ? button(
            isOnStage ? texts.unspotlight : texts.spotlight,
            'S',
            () => actions.spotlight(question),
            text,
          )
        : nothing
    }
    ${
      isHost && isOpen
        ? html`${button(texts.markLive, 'L', () => actions.answer(question), text)}
          ${button(
            highlightedAt === undefined ? texts.highlight : texts.unhighlight,
            'H',
            () => actions.highlight(question),
            text,
          )}
          ${button(texts.dismiss, 'D', () => actions.dismiss(question), text, true)}`
        : nothing
    }
    ${isHost && !isOpen ? button(texts.reopen, 'R', () => actions.reopen(question), text) : nothing}
    ${mine ? button(texts.withdraw, 'W', () => actions.withdraw(question), text, true) : nothing}
  </div>`;
};

/** A question with its votes and its answer. Hosts have buttons to decide on it. */
export const questionCard = (question: Question, context: CardContext): TemplateResult => {
  const { language, texts, isWriting, isOnStage } = context;
  const { id, text, author, askedAt, mine, highlightedAt } = question;
  const name = author?.name ?? texts.anonymous;
  const badges = [
    ...(isOnStage ? [{ icon: icons.screen, label: texts.onStage }] : []),
    ...(highlightedAt === undefined ? [] : [{ icon: icons.spotlight, label: texts.highlighted }]),
  ];
  return html`<li
    class="card ${highlightedAt === undefined ? '' : 'highlighted'}"
    tabindex="0"
    data-question=${id}
    aria-label=${[...badges.map(({ label }) => label), `${name}: ${text}`].join('. ')}
  >
    ${
      badges.length === 0
        ? nothing
        : html`<div class="badges">
            ${badges.map((badge) => html`<span class="badge">${badge.icon} ${badge.label}</span>`)}
          </div>`
    }
    <div class="asked">
      ${voteButton(question, context)}
      <div class="words">
        <p class="text" dir="auto">${text}</p>
        <span class="note" dir="auto"
          >${name}${mine ? ` (${texts.you})` : ''} ·
          <time datetime=${new Date(askedAt).toISOString()}>${language.time(askedAt)}</time></span
        >
      </div>
    </div>
    ${answerOf(question, context)} ${isWriting ? answerForm(question, context) : nothing}
    ${buttonsOf(question, context)}
  </li>`;
};
