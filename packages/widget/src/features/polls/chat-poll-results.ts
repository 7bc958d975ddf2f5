import { ChatError } from '@chat/client';
import type { Poll, PollOption, PollVoter } from '@chat/protocol';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { define } from '../../core/define.ts';
import type { RoomContext } from '../../core/feature.ts';
import { fillPlural } from '../../i18n/fill-text.ts';
import { avatarStyle } from '../../styles/avatar.ts';
import { base } from '../../styles/base.ts';
import { dialogStyle } from '../../styles/dialog.ts';
import { tokens } from '../../styles/tokens.ts';
import { avatar } from '../../ui/avatar.ts';
import { pollCsv } from './poll-csv.ts';
import { pollResultsStyle } from './poll-results.styles.ts';
import { shareOf } from './poll-state.ts';
import { pollTexts } from './texts.ts';

/** The poll whose results are shown. */
export interface PollQuestion {
  id: string;
  question: string;
}

const pageLimit = 100;

/** The results of a poll, with the voters of each option unless it is anonymous, as of when the dialog opened. */
export class ChatPollResults extends LitElement {
  static override styles = [tokens, base, avatarStyle, dialogStyle, pollResultsStyle];
  static override properties = {
    context: { attribute: false },
    target: { attribute: false },
    poll: { state: true },
    voters: { state: true },
    hasMore: { state: true },
    busy: { state: true },
    problem: { state: true },
  };
  declare context: RoomContext | null;
  declare target: PollQuestion | null;
  declare poll: Poll | null;
  declare voters: readonly PollVoter[];
  declare hasMore: boolean;
  declare busy: boolean;
  declare problem: string;

  constructor() {
    super();
    this.context = null;
    this.target = null;
    this.poll = null;
    this.voters = [];
    this.hasMore = false;
    this.busy = false;
    this.problem = '';
  }

  protected override firstUpdated(): void {
    this.#dialog?.showModal();
    void this.#do(() => this.#loadPage());
  }

  protected override render(): TemplateResult | typeof nothing {
    const { context, target, poll } = this;
    if (!context || !target) return nothing;
    const { language } = context;
    const texts = pollTexts(language.tag);
    return html`<dialog
      aria-labelledby="title"
      dir=${language.dir}
      @close=${() => this.remove()}
      @keydown=${(event: Event) => event.stopPropagation()}
    >
      <h2 id="title" dir="auto">${target.question}</h2>
      <div class="all" tabindex="0" role="group" aria-labelledby="title" aria-busy=${this.busy}>
        ${
          poll
            ? html`<p>
                ${poll.voters === 0 ? texts.noVotes : fillPlural(texts.voters, poll.voters, language.tag)}${
                  poll.anonymous ? ` · ${texts.anonymousPoll}` : nothing
                }
              </p>`
            : nothing
        }
        ${poll?.options.map((option) => this.#renderOption(option, poll, context))}
        ${
          this.hasMore
            ? html`<button
                type="button"
                class="link"
                ?disabled=${this.busy}
                @click=${() => this.#do(() => this.#loadPage())}
              >
                ${texts.more}
              </button>`
            : nothing
        }
      </div>
      <p class="problem" role="alert">${this.problem}</p>
      <div class="buttons">
        <button
          type="button"
          class="quiet"
          ?disabled=${this.busy || !showsVotes(poll)}
          @click=${() => this.#do(() => this.#download())}
        >
          ${texts.downloadCsv}
        </button>
        <button type="button" class="primary" @click=${() => this.#dialog?.close()}>
          ${language.text('close')}
        </button>
      </div>
    </dialog>`;
  }

  #renderOption(
    { id, text, votes }: PollOption,
    poll: Poll,
    { language, client, room }: RoomContext,
  ): TemplateResult {
    const { tag } = language;
    const users = this.voters.filter(({ options }) => options.includes(id)).map(({ user }) => user);
    return html`<section>
      <h3>
        <bdi>${text}</bdi
        ><span class="count"
          >${votes === undefined ? nothing : `${fillPlural(pollTexts(tag).votes, votes, tag)} · ${shareOf(poll, votes, tag)}`}</span
        >
      </h3>
      ${
        users.length === 0
          ? nothing
          : html`<ul role="list">
              ${users.map(
                (user) =>
                  html`<li>
                    ${avatar(user, room)}<span class="clipped" title=${user.name}
                      ><bdi>${user.name}</bdi
                      >${user.id === client.user?.id ? ` (${language.text('you')})` : nothing}</span
                    >
                  </li>`,
              )}
            </ul>`
      }
    </section>`;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  async #loadPage(): Promise<void> {
    const { context, target } = this;
    if (!context || !target) return;
    const after = this.voters.at(-1)?.user.id;
    const page = await context.room.polls.results(target.id, {
      voters: true,
      limit: pageLimit,
      ...(after === undefined ? {} : { after }),
    });
    this.poll = page.poll;
    this.voters = [...this.voters, ...(page.voters ?? [])];
    this.hasMore = page.hasMore ?? false;
  }

  async #download(): Promise<void> {
    const { context, target } = this;
    while (this.hasMore) await this.#loadPage();
    if (!context || !target || !this.poll) return;
    const csv = pollCsv(target.question, this.poll, this.voters, pollTexts(context.language.tag));
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([csv], { type: 'text/csv;charset=utf-8' }));
    link.download = 'poll.csv';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  async #do(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.problem = '';
    try {
      await work();
    } catch (error) {
      const known = error instanceof ChatError ? error : new ChatError('internal', String(error));
      this.problem = this.context?.language.error(known) ?? '';
    }
    this.busy = false;
  }
}

const showsVotes = (poll: Poll | null): boolean => poll?.options[0]?.votes !== undefined;

define('chat-poll-results', ChatPollResults);
