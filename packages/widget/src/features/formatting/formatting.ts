import { html, nothing, type TemplateResult } from 'lit';
import type { ComposerContext, ComposerHandle, Feature } from '../../core/feature.ts';
import { isApple } from '../../dom/shortcut-keys.ts';
import {
  continueBlock,
  hasFormat,
  linkTo,
  toggleFormat,
  type Edit,
  type Format,
  type Selected,
} from './format-text.ts';
import { formattingStyle } from './formatting.styles.ts';
import { icons } from './icons.ts';
import { formattingTexts } from './texts.ts';

/** Their keys with Ctrl, or ⌘ on Apple's systems. */
const keys = {
  bold: 'B',
  italic: 'I',
  strike: 'Shift+X',
  code: 'E',
  codeBlock: 'Shift+E',
  quote: 'Shift+9',
  bullets: 'Shift+8',
  numbers: 'Shift+7',
  link: 'K',
} as const satisfies Record<Format, string>;

const formats = Object.keys(keys) as Format[];
/** A line stands before these in the toolbar. */
const groupStarts: ReadonlySet<Format> = new Set(['code', 'quote', 'link']);

const keysText = (format: Format): string =>
  isApple() ? keys[format].replace('Shift+', '⇧').replace(/(.)$/, '⌘$1') : `Ctrl+${keys[format]}`;

/** The composers whose toolbar stays open. */
const pinned = new WeakSet<HTMLElement>();
/** The button that is the toolbar's tab stop. */
const stops = new WeakMap<HTMLElement, Format>();
/** The state that the toolbar shows. It is drawn again only when this changes. */
const drawn = new WeakMap<HTMLElement, string>();

const selectedIn = ({ field, text }: ComposerHandle): Selected => ({
  text: field?.value ?? text,
  start: field?.selectionStart ?? 0,
  end: field?.selectionEnd ?? 0,
});

/** Changes the text as if typed, so that the browser can undo it. */
const applyEdit = ({ field }: ComposerHandle, { from, to, text, start, end }: Edit): void => {
  if (!field) return;
  field.focus();
  field.setSelectionRange(from, to);
  const { ownerDocument } = field;
  const isSame = field.value.slice(from, to) === text;
  if (!isSame && !ownerDocument.execCommand(text ? 'insertText' : 'delete', false, text)) {
    field.setRangeText(text, from, to, 'end');
    field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  }
  field.setSelectionRange(start, end);
};

const apply = (host: ComposerHandle, format: Format): void => {
  applyEdit(host, toggleFormat(format, selectedIn(host)));
  host.requestUpdate();
};

const isShown = (host: ComposerHandle): boolean => {
  if (!host.field) return false;
  if (pinned.has(host)) return true;
  const { start, end } = selectedIn(host);
  return start < end && host.matches(':focus-within') && isInText(host);
};

/** The focus is in the field or in the toolbar. */
const isInText = ({ shadowRoot }: ComposerHandle): boolean =>
  shadowRoot?.activeElement?.matches('textarea, .formatting *') === true;

/** The state that the toolbar shows now; empty if it is closed. */
const stateOf = (host: ComposerHandle): string => {
  if (!isShown(host)) return '';
  const selected = selectedIn(host);
  return `open ${formats.filter((format) => hasFormat(format, selected)).join(' ')}`;
};

const update = (host: ComposerHandle): void => {
  if (stateOf(host) !== (drawn.get(host) ?? '')) host.requestUpdate();
};

const letterOf = ({ key, code }: KeyboardEvent): string =>
  /^[a-z]$/i.test(key) ? key.toUpperCase() : code.replace(/^(?:Key|Digit)/, '');

const formatOf = (event: KeyboardEvent): Format | undefined => {
  const command = isApple() ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  if (!command || event.altKey) return undefined;
  const pressed = `${event.shiftKey ? 'Shift+' : ''}${letterOf(event)}`;
  return formats.find((format) => keys[format] === pressed);
};

const onKeyDown = (event: KeyboardEvent, { host }: ComposerContext): boolean => {
  const format = formatOf(event);
  if (format) {
    apply(host, format);
    return true;
  }
  if (event.key !== 'Enter' || !event.shiftKey || event.ctrlKey || event.metaKey || event.altKey)
    return false;
  const edit = continueBlock(selectedIn(host));
  if (edit) applyEdit(host, edit);
  return edit !== null;
};

/** Arrows, Home and End move in the toolbar; Escape returns to the text. */
const onToolbarKey = (event: KeyboardEvent, host: ComposerHandle): void => {
  const toolbar = event.currentTarget as HTMLElement;
  const buttons = [...toolbar.querySelectorAll('button')];
  const at = buttons.indexOf(event.target as HTMLButtonElement);
  const forward = getComputedStyle(toolbar).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  const moves: Record<string, number> = {
    ArrowLeft: at - 1,
    ArrowRight: at - 1,
    [forward]: at + 1,
    Home: 0,
    End: buttons.length - 1,
  };
  const to = moves[event.key];
  if (event.key === 'Escape') {
    pinned.delete(host);
    host.field?.focus();
  } else if (to === undefined) return;
  else {
    const next = (to + buttons.length) % buttons.length;
    stops.set(host, formats[next] as Format);
    buttons[next]?.focus();
  }
  event.preventDefault();
  event.stopPropagation();
  host.requestUpdate();
};

/** A press of a button leaves the focus in the text. */
const keepFocus = (event: Event): void => event.preventDefault();

const toolbar = ({ host, language }: ComposerContext): TemplateResult => {
  const texts = formattingTexts(language.tag);
  const selected = selectedIn(host);
  const stop = stops.get(host) ?? 'bold';
  return html`<div class="formatting-anchor">
    <div
      class=${pinned.has(host) ? 'formatting' : 'formatting floating'}
      role="toolbar"
      aria-label=${texts.formatting}
      @pointerdown=${keepFocus}
      @mousedown=${keepFocus}
      @keydown=${(event: KeyboardEvent) => onToolbarKey(event, host)}
    >
      ${formats.map(
        (format) =>
          html`${groupStarts.has(format) ? html`<i class="gap"></i>` : nothing}<button
              type="button"
              tabindex=${format === stop ? 0 : -1}
              title="${texts[format]} (${keysText(format)})"
              aria-label=${texts[format]}
              aria-pressed=${hasFormat(format, selected) ? 'true' : 'false'}
              aria-keyshortcuts="${isApple() ? 'Meta' : 'Control'}+${keys[format]}"
              @click=${() => apply(host, format)}
            >
              ${icons[format]}
            </button>`,
      )}
    </div>
  </div>`;
};

/** Formatting: a toolbar for the selected text, opened for good by a button, and its keys. */
export const formatting: Feature = {
  name: 'formatting',
  watch: ({ host }) => {
    if (host.localName !== 'chat-composer') return [];
    const composer = host as ComposerHandle;
    // The focus has moved only after its event. In a shadow root only the document tells of a new selection.
    const look = (): void => void setTimeout(() => update(composer));
    const events = [
      [host, 'focusout'],
      [host, 'focusin'],
      [host.ownerDocument, 'selectionchange'],
    ] as const;
    for (const [target, name] of events) target.addEventListener(name, look);
    return [
      () => {
        for (const [target, name] of events) target.removeEventListener(name, look);
      },
    ];
  },
  renderTools: ({ host, language, room }) => {
    if (room.state.get().can?.['message:send'] === false) return nothing;
    const label = formattingTexts(language.tag).formatting;
    return html`<button
      type="button"
      class="icon-button tool format-tools"
      title=${label}
      aria-label=${label}
      aria-pressed=${pinned.has(host) ? 'true' : 'false'}
      @pointerdown=${keepFocus}
      @mousedown=${keepFocus}
      @click=${() => {
        if (!pinned.delete(host)) pinned.add(host);
        host.requestUpdate();
      }}
    >
      ${icons.formatting}
    </button>`;
  },
  renderAboveField: (context) => {
    const { host } = context;
    const state = stateOf(host);
    drawn.set(host, state);
    return state ? toolbar(context) : nothing;
  },
  onKeyDown,
  onInput: ({ host }) => update(host),
  onPaste: (event, { host }) => {
    if (event.defaultPrevented) return;
    const address = event.clipboardData?.getData('text/plain').trim() ?? '';
    const edit = linkTo(address, selectedIn(host));
    if (!edit) return;
    event.preventDefault();
    applyEdit(host, edit);
  },
  styles: { composer: formattingStyle },
};
