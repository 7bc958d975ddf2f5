import { html, nothing, type TemplateResult } from 'lit';
import type { ComposerContext, Feature, SlotContent, RoomContext } from '../core/feature.ts';

/** A suggestion that may replace the typed text. */
export interface Suggestion {
  key: string;
  content: TemplateResult;
  /** The text to insert. */
  text: string;
  /** Called when it is chosen. */
  chosen?(context: ComposerContext): void;
}

export interface SuggestionOptions {
  /** Labels the list; each feature has its own. */
  id: string;
  /**
   * Matches the end of the text before the cursor. Group 1 is replaced; without it there are no suggestions.
   */
  trigger: RegExp;
  label(context: ComposerContext): string;
  find(typed: string, context: ComposerContext): Suggestion[] | Promise<Suggestion[]>;
}

interface Open {
  typed: string;
  from: number;
  items: Suggestion[];
  active: number;
}

/**
 * A list above the field that follows the typed text: arrows move, Enter and Tab choose, Escape closes it.
 */
export const suggestions = ({
  id,
  trigger,
  label,
  find,
}: SuggestionOptions): Required<Pick<Feature, 'renderAboveField' | 'onKeyDown' | 'onInput'>> => {
  const open = new WeakMap<HTMLElement, Open>();
  /** Closed by Escape until the text changes. */
  const closed = new WeakMap<HTMLElement, string>();

  const show = ({ host }: ComposerContext, next: Open | null): void => {
    if (next) open.set(host, next);
    else if (!open.delete(host)) return;
    const { field } = host;
    // A field of several lines cannot be a combobox.
    const names = { 'aria-controls': `${id}-list`, 'aria-haspopup': 'listbox', 'aria-autocomplete': 'list' };
    for (const [name, value] of Object.entries(names))
      if (next) field?.setAttribute(name, value);
      else field?.removeAttribute(name);
    if (next) field?.setAttribute('aria-activedescendant', `${id}-${next.active}`);
    else field?.removeAttribute('aria-activedescendant');
    host.requestUpdate();
  };

  const choose = (context: ComposerContext, { from, items }: Open, at: number): void => {
    const item = items[at];
    show(context, null);
    if (!item) return;
    context.host.insert(item.text, from);
    item.chosen?.(context);
  };

  const typedIn = ({ host }: ComposerContext): { typed: string; from: number } | null => {
    const { field } = host;
    if (!field || field.selectionStart !== field.selectionEnd) return null;
    const typed = trigger.exec(host.text.slice(0, field.selectionEnd))?.[1];
    return typed === undefined ? null : { typed, from: field.selectionEnd - typed.length };
  };

  const look = async (context: ComposerContext): Promise<void> => {
    const { host } = context;
    const now = typedIn(context);
    if (now?.typed !== closed.get(host)) closed.delete(host);
    if (!now || closed.has(host)) return show(context, null);
    if (open.get(host)?.typed === now.typed) return;
    const items = await find(now.typed, context);
    if (typedIn(context)?.typed !== now.typed) return;
    show(context, items.length === 0 ? null : { ...now, items, active: 0 });
  };

  const option = (context: ComposerContext, state: Open, item: Suggestion, at: number): TemplateResult =>
    html`<li
      role="option"
      id=${`${id}-${at}`}
      aria-selected=${at === state.active ? 'true' : 'false'}
      @pointerdown=${(event: Event) => event.preventDefault()}
      @click=${() => choose(context, state, at)}
    >
      ${item.content}
    </li>`;

  return {
    onInput: (context) => void look(context),
    onKeyDown: (event, context) => {
      const state = open.get(context.host);
      if (!state) return false;
      const { length } = state.items;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step !== undefined) show(context, { ...state, active: (state.active + step + length) % length });
      else if (event.key === 'Enter' || event.key === 'Tab') choose(context, state, state.active);
      else if (event.key === 'Escape') {
        closed.set(context.host, state.typed);
        show(context, null);
      } else return false;
      event.stopPropagation();
      return true;
    },
    renderAboveField: (context): SlotContent => {
      const state = open.get(context.host);
      if (!state) return nothing;
      return html`<ul class="suggestions" role="listbox" id=${`${id}-list`} aria-label=${label(context)}>
        ${state.items.map((item, at) => option(context, state, item, at))}
      </ul>`;
    },
  };
};

/** Suggestions may load after the user has started to type: looks at the typed text then. */
export const lookAtTyped = (
  context: RoomContext,
  { onInput }: { onInput: (context: ComposerContext) => void },
): void => {
  if (context.host.localName === 'chat-composer') onInput(context as ComposerContext);
};
