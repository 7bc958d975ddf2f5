import { html, nothing, type TemplateResult } from 'lit';
import type { MessageAction } from '../core/feature.ts';

/** A menu with more entries shows the others under "More". */
const mostEntries = 7;

export interface EntryOptions {
  /** Name of the entry that asks for confirmation. */
  asked: string | null;
  choose(action: MessageAction): void;
}

/**
 * Returns the entries for the first sight of a menu: at most seven besides the row of icons. Secondary entries, then the last
 * ones that are not dangerous, move under an entry that reveals them.
 */
export const foldEntries = (
  actions: readonly MessageAction[],
  more: Pick<MessageAction, 'label' | 'icon'>,
): readonly MessageAction[] => {
  const entries = actions.filter(({ compact }) => !compact);
  if (entries.length <= mostEntries) return actions;
  const folded = new Set(entries.filter(({ secondary }) => secondary));
  for (const each of entries.filter((entry) => !folded.has(entry) && !isDangerous(entry)).toReversed())
    if (entries.length - folded.size >= mostEntries) folded.add(each);
  const reveals = entries.filter((each) => folded.has(each));
  const shown = actions.filter((each) => !folded.has(each));
  const end = shown.findIndex((each) => !each.compact && isDangerous(each));
  const at = end < 0 ? shown.length : end;
  const fold: MessageAction = { ...more, name: 'more', group: 'room', reveals, run: () => {} };
  return [...shown.slice(0, at), fold, ...shown.slice(at)];
};

const isDangerous = ({ destructive, group }: MessageAction): boolean =>
  destructive === true || group === 'danger';

const groupOf = (action: MessageAction): string =>
  isDangerous(action) ? 'danger' : (action.group ?? 'message');

/** The entries of a menu: a row of icons, then the others, with separators between groups. */
export const menuEntries = (actions: readonly MessageAction[], options: EntryOptions): unknown => {
  const entries = actions.filter(({ compact }) => !compact);
  return [
    iconRow(
      actions.filter(({ compact }) => compact),
      options,
    ),
    entries.map((action, at) => {
      const before = entries[at - 1];
      const begins = before !== undefined && groupOf(before) !== groupOf(action);
      return html`${begins ? html`<hr />` : nothing}${entry(action, options)}`;
    }),
  ];
};

const entry = (action: MessageAction, { asked, choose }: EntryOptions): TemplateResult =>
  html`<button
    type="button"
    role="menuitem"
    tabindex="-1"
    class=${action.destructive ? `${action.name} destructive` : action.name}
    aria-expanded=${action.reveals ? 'false' : nothing}
    aria-disabled=${action.unavailable ? 'true' : nothing}
    aria-description=${action.unavailable ?? nothing}
    @click=${() => choose(action)}
  >
    ${action.icon}<span
      >${asked === action.name ? action.confirm : action.label}${action.unavailable ? html`<small aria-hidden="true">${action.unavailable}</small>` : nothing}</span
    >
  </button>`;

const iconRow = (
  actions: readonly MessageAction[],
  { choose }: EntryOptions,
): TemplateResult | typeof nothing => {
  if (actions.length === 0) return nothing;
  return html`<div class="quick" role="group">
    ${actions.map(
      (action) =>
        html`<button
          type="button"
          role=${action.checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
          tabindex="-1"
          aria-checked=${action.checked ?? nothing}
          aria-label=${action.label}
          title=${action.label}
          @click=${() => choose(action)}
        >
          ${action.icon}
        </button>`,
    )}
  </div>`;
};
