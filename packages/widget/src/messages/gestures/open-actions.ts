import type { MessageAction, MessageContext } from '../../core/feature.ts';
import { icons } from '../../ui/all-icons.ts';
import { foldEntries } from '../../ui/menu-entries.ts';
import '../../ui/message-menu.ts';
import type { ChatMessageMenu, MenuPlacement } from '../../ui/message-menu.ts';
import { actionsOf, loadActions } from '../message-actions.ts';

export interface OpenOptions {
  /** By a finger. */
  touch: boolean;
  /** By a press, not by a key. */
  pressed: boolean;
  /** The pointer, in px of the window. */
  point?: { x: number; y: number };
}

/** A window this narrow is a phone, px. */
const phoneWidth = 480;

const showsSheet = ({ touch, pressed }: OpenOptions, view: Window): boolean =>
  touch || view.matchMedia('(pointer: coarse)').matches || (pressed && view.innerWidth <= phoneWidth);

/** Returns the menu of a list of messages. */
export const menuOf = (host: HTMLElement): ChatMessageMenu | null =>
  host.shadowRoot?.querySelector<ChatMessageMenu>('chat-message-menu') ?? null;

/** Opens the actions of a message: a menu next to its button or at the pointer; on phones a sheet. */
export const openActions = async (
  opener: HTMLElement,
  context: MessageContext,
  options: OpenOptions,
): Promise<void> => {
  await loadActions();
  const actions = actionsOf(context);
  const view = context.host.ownerDocument.defaultView;
  const menu = menuOf(context.host);
  if (!menu || !view || actions.length === 0) return;
  const row = opener.closest<HTMLElement>('[data-message]');
  const placement: MenuPlacement = showsSheet(options, view)
    ? { sheet: true, touch: options.touch, lifted: row && liftedCopy(row) }
    : { point: options.point ?? null };
  const more: Pick<MessageAction, 'label' | 'icon'> = {
    label: context.language.text('moreTools'),
    icon: icons.more,
  };
  await menu.openAt(opener, foldEntries(actions, more), placement);
};

/** A picture of a message to show above the sheet. Elements with code or media of their own leave their space. */
const liftedCopy = (row: HTMLElement): NonNullable<MenuPlacement['lifted']> => {
  const element = document.createElement('div');
  const copy = row.cloneNode(true) as HTMLElement;
  const originals = [...row.querySelectorAll<HTMLElement>('*')];
  [...copy.querySelectorAll<HTMLElement>('*')].forEach((each, at) => {
    each.removeAttribute('id');
    if (!/-|^(audio|video|canvas|iframe)$/.test(each.localName)) return;
    const { width = 0, height = 0 } = originals[at]?.getBoundingClientRect() ?? {};
    const space = document.createElement('div');
    Object.assign(space.style, { inlineSize: `${width}px`, blockSize: `${height}px` });
    each.replaceWith(space);
  });
  copy.querySelectorAll('.toolbar, .more, .swipe-arrow').forEach((each) => each.remove());
  copy.removeAttribute('data-message');
  copy.removeAttribute('data-key');
  copy.removeAttribute('tabindex');
  copy.querySelectorAll('[tabindex]').forEach((each) => each.removeAttribute('tabindex'));
  element.className = 'lifted';
  element.inert = true;
  element.ariaHidden = 'true';
  element.append(copy);
  return { element, box: row.getBoundingClientRect() };
};
