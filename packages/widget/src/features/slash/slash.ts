import type { ChatRoom } from '@chat/client';
import { isTransient, type ErrorBody, type SlashCommand } from '@chat/protocol';
import { html, nothing } from 'lit';
import type { Language } from '../../i18n/language.ts';
import { icons } from '../../ui/all-icons.ts';
import type { ComposerContext, Feature } from '../../core/feature.ts';
import { slashStyle } from './slash.styles.ts';
import { suggestionStyle } from '../../composer/suggestions.styles.ts';
import { lookAtTyped, suggestions } from '../../composer/suggestions.ts';

/** The result of a command, above the field of its composer. */
interface Outcome {
  room: ChatRoom;
  kind: 'runs' | 'answer' | 'refused';
  text: string;
}

/** The user's next slash loads the commands again after this, ms. */
const staleMs = 30_000;
const mostSuggested = 8;
const line = /^\/([a-z0-9][a-z0-9_-]{0,31})(?:\s+([^]*))?$/;

interface Known {
  at: number;
  loading: Promise<readonly SlashCommand[]>;
  commands: readonly SlashCommand[] | null;
}
const known = new WeakMap<ChatRoom, Known>();
const outcomes = new WeakMap<HTMLElement, Outcome>();

const commandsIn = (room: ChatRoom): Known => {
  const before = known.get(room);
  if (before && performance.now() - before.at < staleMs) return before;
  const loading = room.slash.list();
  const next: Known = { at: performance.now(), loading, commands: before?.commands ?? null };
  loading.then(
    (commands) => (next.commands = commands),
    // The next slash loads them again; until then the known ones stay.
    () => (next.at = -Infinity),
  );
  known.set(room, next);
  return next;
};

const completion = suggestions({
  id: 'slash',
  trigger: /^(\/[a-z0-9_-]{0,32})$/,
  label: ({ language }) => language.text('slashCommands'),
  find: async (typed, { room }) => {
    const commands = await commandsIn(room).loading.catch(() => []);
    const fitting = commands.filter(({ name }) => name.startsWith(typed.slice(1)));
    // The command is complete, so Enter runs it.
    if (fitting.length === 1 && fitting[0]?.name === typed.slice(1)) return [];
    return fitting.slice(0, mostSuggested).map(({ name, description, hint }) => ({
      key: name,
      content: html`<span class="command" dir="ltr"
          >/${name}${hint ? html` <i dir="auto">${hint}</i>` : nothing}</span
        ><span class="more" dir="auto">${description}</span>`,
      text: `/${name} `,
    }));
  },
});

const show = ({ host, room }: ComposerContext, kind: Outcome['kind'] | null, text = ''): void => {
  if (kind) outcomes.set(host, { room, kind, text });
  else outcomes.delete(host);
  host.requestUpdate();
};

/** The widget's text for the error, else the application's. */
const refusalOf = (error: ErrorBody, language: Language): string => {
  const { code } = error;
  const ours = language.error(error);
  // For a full disk, the server's message says more.
  const isOurs = code === 'expired' || (isTransient(code) && code !== 'storage_full');
  return ours !== language.error({ code }) || isOurs ? ours : error.message;
};

/** Restores the typed command to the field. */
const refuse = (typed: string, error: ErrorBody, context: ComposerContext): void => {
  if (context.host.text === '') context.host.insert(typed, 0);
  show(context, 'refused', refusalOf(error, context.language));
};

const run = async (typed: string, name: string, text: string, context: ComposerContext): Promise<void> => {
  const { room } = context;
  show(context, 'runs', `/${name}`);
  try {
    const answer = await room.slash.run(name, text);
    show(context, answer ? 'answer' : null, answer ?? '');
  } catch (error) {
    refuse(typed, error as ErrorBody, context);
  }
};

/**
 * Runs a text that may be a command, once the commands are loaded; any other text is sent as a message. If they cannot be
 * loaded, nothing is sent: the text may be meant for the server alone.
 */
const runOrSend = async (
  typed: string,
  name: string,
  text: string,
  context: ComposerContext,
  send: () => void,
): Promise<void> => {
  let commands: readonly SlashCommand[];
  try {
    commands = await commandsIn(context.room).loading;
  } catch (error) {
    return refuse(typed, error as ErrorBody, context);
  }
  if (commands.some((command) => command.name === name)) await run(typed, name, text, context);
  else send();
};

/** The application's slash commands: suggested, run, and answered above the field. */
export const slash: Feature = {
  name: 'slash',
  ...completion,
  watch: (context) => {
    lookAtTyped(context, completion);
    return [];
  },
  renderAboveField: (context) => {
    const found = outcomes.get(context.host);
    const outcome = found?.room === context.room ? found : null;
    const { language } = context;
    return html`${completion.renderAboveField(context)}${
      outcome
        ? html`<div class="slash ${outcome.kind}" role=${outcome.kind === 'refused' ? 'alert' : 'status'}>
            ${outcome.kind === 'refused' ? icons.alert : icons.terminal}
            <div>
              ${outcome.kind === 'answer' ? html`<b>${language.text('onlyYou')}</b>` : nothing}
              <p dir="auto">${outcome.kind === 'runs' ? `${outcome.text}…` : outcome.text}</p>
            </div>
            ${
              outcome.kind === 'runs'
                ? nothing
                : html`<button
                    type="button"
                    class="icon-button"
                    aria-label=${language.text('close')}
                    @click=${() => (show(context, null), context.host.focus())}
                  >
                    ${icons.close}
                  </button>`
            }
          </div>`
        : nothing
    }`;
  },
  onInput: (context) => {
    if (outcomes.get(context.host)?.kind === 'refused') show(context, null);
    completion.onInput(context);
  },
  onKeyDown: (event, context) => {
    if (completion.onKeyDown(event, context)) return true;
    const kind = outcomes.get(context.host)?.kind;
    if (event.key !== 'Escape' || kind === undefined || kind === 'runs') return false;
    event.stopPropagation();
    show(context, null);
    return true;
  },
  interceptSend: (typed, context, send) => {
    const [, name, text = ''] = line.exec(typed) ?? [];
    if (name === undefined) return false;
    const { commands } = commandsIn(context.room);
    if (commands && !commands.some((command) => command.name === name)) return false;
    void (commands ? run : runOrSend)(typed, name, text, context, send);
    return true;
  },
  styles: { composer: [suggestionStyle, slashStyle] },
};
