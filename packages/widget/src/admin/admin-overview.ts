import type { CommandFigures, ServerStats } from '@chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { define } from '../core/define.ts';
import { sizeText } from '../features/files/attachment-view.ts';
import { moderationTexts } from '../features/moderation/texts.ts';
import { duration } from '../i18n/durations.ts';
import { AdminSection } from './admin-section.ts';
import { table } from './admin-table.ts';

/** The first rates come soon, later ones are calmer. */
const firstMs = 1_500;
const everyMs = 5_000;
const secondsPer = { day: 86_400, hour: 3_600, minute: 60 };

/** What happens per second. */
interface Rates {
  messages: number;
  commands: number;
  errors: number;
}

const sum = (commands: readonly CommandFigures[], of: (each: CommandFigures) => number): number =>
  commands.reduce((all, each) => all + of(each), 0);

const messagesIn = (commands: readonly CommandFigures[]): number =>
  commands.find(({ command }) => command === 'message:send')?.ok ?? 0;

/** Returns the rates between two readings; null if they are of different processes. */
export const ratesBetween = (before: ServerStats | null, now: ServerStats): Rates | null => {
  if (before?.startedAt !== now.startedAt || now.at <= before.at) return null;
  const seconds = (now.at - before.at) / 1_000;
  const rate = (of: (commands: readonly CommandFigures[]) => number): number =>
    Math.max(0, of(now.commands) - of(before.commands)) / seconds;
  return {
    messages: rate(messagesIn),
    commands: rate((commands) => sum(commands, ({ ok, failed }) => ok + failed)),
    errors: rate((commands) => sum(commands, ({ failed }) => failed)),
  };
};

/** Rounds a time down to whole days, hours or minutes. */
const wholeSeconds = (seconds: number): number => {
  const unit = Object.values(secondsPer).find((each) => seconds >= each) ?? 1;
  return Math.floor(seconds / unit) * unit;
};

/** The state of the server, read every few seconds while the page is visible. */
export class AdminOverview extends AdminSection {
  static override properties = {
    ...AdminSection.properties,
    stats: { state: true },
    rates: { state: true },
  };
  declare stats: ServerStats | null;
  declare rates: Rates | null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.stats = this.rates = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.updateComplete.then(() => this.#read());
    document.addEventListener('visibilitychange', this.#onVisible);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    document.removeEventListener('visibilitychange', this.#onVisible);
  }

  #onVisible = (): void => {
    clearTimeout(this.#timer);
    if (!document.hidden) void this.#read();
  };

  async #read(): Promise<void> {
    const before = this.stats;
    const stats = await this.run(() => this.call('server:stats', {}));
    if (!this.isConnected || document.hidden) return;
    if (stats) {
      this.rates = ratesBetween(before, stats) ?? this.rates;
      this.stats = stats;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#read(), before ? everyMs : firstMs);
  }

  protected override content(): unknown {
    const { stats, language } = this;
    if (!stats)
      return html`<p class="empty">${this.problem ? '' : moderationTexts(language.tag).loading}</p>`;
    const texts = this.texts.overview;
    return html`<dl class="tiles">${this.#state(stats)}</dl>
      <h3>${texts.traffic}</h3>
      <dl class="tiles">${this.#traffic(stats)}</dl>
      <h3>${texts.server}</h3>
      <dl class="tiles">${this.#server(stats)}</dl>
      <p class="note">${texts.node}</p>
      <h3>${texts.perCommand}</h3>
      ${this.#commands(stats)}`;
  }

  #state({ health, load, users, connections, rooms }: ServerStats): unknown {
    const { texts: all, language } = this;
    const texts = all.overview;
    const mood = { calm: 'good', busy: 'fair', overloaded: 'bad' } as const;
    return [
      tile(texts.health, texts.states[health], health === 'ok' ? 'good' : 'bad'),
      tile(texts.load, texts.levels[load], mood[load]),
      tile(texts.users, language.number(users)),
      tile(texts.connections, language.number(connections)),
      tile(texts.rooms, language.number(rooms)),
    ];
  }

  #traffic({ unauthenticated, refused }: ServerStats): unknown {
    const { rates, language } = this;
    const texts = this.texts.overview;
    const rate = (value: number | undefined): string =>
      value === undefined ? '–' : this.#number(value, value < 10 ? 1 : 0);
    return [
      tile(texts.messages, rate(rates?.messages)),
      tile(texts.commands, rate(rates?.commands)),
      tile(texts.errors, rate(rates?.errors)),
      tile(texts.refused, language.number(refused)),
      tile(texts.unauthenticated, language.number(unauthenticated)),
    ];
  }

  #server({ lagMs, storageMs, fileBytes, memoryBytes, at, startedAt }: ServerStats): unknown {
    const { language } = this;
    const texts = this.texts.overview;
    return [
      tile(texts.lag, this.#ms(lagMs)),
      tile(texts.storage, this.#ms(storageMs)),
      tile(texts.memory, sizeText(memoryBytes, language, 0)),
      tile(texts.files, sizeText(fileBytes, language)),
      tile(texts.uptime, duration(wholeSeconds(Math.max(1, (at - startedAt) / 1_000)), language.tag)),
    ];
  }

  #commands({ commands }: ServerStats): TemplateResult {
    const texts = this.texts.overview;
    const runs = ({ ok, failed }: CommandFigures): number => ok + failed;
    return table(
      texts.perCommand,
      [
        texts.command,
        { text: texts.succeeded, isNumber: true },
        { text: texts.failed, isNumber: true },
        { text: texts.average, isNumber: true },
      ],
      commands
        .toSorted((one, other) => runs(other) - runs(one))
        .map((each) => [
          html`<code>${each.command}</code>`,
          this.language.number(each.ok),
          this.language.number(each.failed),
          this.#ms(each.totalMs / runs(each)),
        ]),
    );
  }

  #number(value: number, digits: number): string {
    return new Intl.NumberFormat(this.language.tag, { maximumFractionDigits: digits }).format(value);
  }

  #ms(value: number): string {
    return new Intl.NumberFormat(this.language.tag, {
      style: 'unit',
      unit: 'millisecond',
      maximumFractionDigits: value < 10 ? 1 : 0,
    }).format(value);
  }
}

const tile = (name: string, value: string, mood?: 'good' | 'fair' | 'bad'): TemplateResult =>
  html`<div class="tile">
    <dt>${name}</dt>
    <dd>${mood ? html`<i class="mood ${mood}"></i>` : nothing}${value}</dd>
  </div>`;

define('chat-admin-overview', AdminOverview);
