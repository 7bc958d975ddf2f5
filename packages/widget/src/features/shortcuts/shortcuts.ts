import type { RoomContext } from '../../core/feature.ts';
import { shows } from '../../core/feature-filter.ts';
import { openPanel } from '../../core/open-panel.ts';
import { deepActive } from '../../dom/active-element.ts';
import { features as all } from '../../core/feature-registry.ts';
import './chat-shortcuts.ts';
import type { ChatShortcuts } from './chat-shortcuts.ts';

/** The tools of the header, by key. */
const toolKeys: Readonly<Record<string, string>> = { s: 'search', h: 'moderation' };

const find = (root: HTMLElement | null, selector: string): HTMLElement | null =>
  root?.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;

/** Returns the part of the chat that the key was pressed in: a thread, else the room. */
const scopeOf = (path: readonly EventTarget[], { host }: RoomContext): HTMLElement =>
  path.find((each): each is HTMLElement => each instanceof HTMLElement && each.localName === 'chat-thread') ??
  host;

/** Accepts the incoming call. Without one, presses the button that starts a call. */
const call = ({ host }: RoomContext): void => {
  const accept = find(find(host, 'chat-call'), '.choice.accept');
  const buttons = ['.tools .calls', '.tools .groupcalls'].map((each) => find(host, each));
  const shown = buttons.find((button) => button?.checkVisibility()) ?? find(host, '.more-tools');
  (accept ?? shown)?.click();
};

/** Runs a shortcut of the room, or one of the newest message. */
export const runShortcut = async (
  letter: string,
  event: KeyboardEvent,
  path: readonly EventTarget[],
  context: RoomContext,
): Promise<void> => {
  const { host, features } = context;
  const scope = scopeOf(path, context);
  const opener = deepActive(host.ownerDocument) ?? host;
  const name = toolKeys[letter];
  if (name !== undefined) {
    const feature = shows(features, name) ? all.find((each) => each.name === name) : undefined;
    const tool = feature?.tool?.(context);
    if (tool?.run) tool.run(opener as HTMLElement);
    else if (tool) openPanel(opener, name);
    return;
  }
  if (letter === 'l') return void (shows(features, 'members') && openPanel(opener, 'members'));
  if (letter === 'c') return call(context);
  const composer = find(scope, 'chat-composer');
  if (letter === 'a') return find(composer, 'input[type=file]')?.click();
  if (letter === 'u') return find(composer, '.undo .link')?.click();
  find(scope, 'chat-messages')?.dispatchEvent(new CustomEvent('chat-message-shortcut', { detail: event }));
};

/** Opens the list of shortcuts. */
export const openShortcuts = ({ host, language, room }: RoomContext): void => {
  if (find(host, 'chat-shortcuts')) return;
  const list = document.createElement('chat-shortcuts') as ChatShortcuts;
  const moderates = room.state.get().can?.['report:resolve'] === true;
  Object.assign(list, { language, lang: language.tag, moderates });
  host.shadowRoot?.append(list);
};
