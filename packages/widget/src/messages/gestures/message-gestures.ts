import { render } from 'lit';
import type { MessageAction, MessageContext } from '../../core/feature.ts';
import { shows } from '../../core/feature-filter.ts';
import { icons } from '../../ui/all-icons.ts';
import type { ListView, ViewportHost } from '../list-viewport.ts';
import { actionsOf, loadActions } from '../message-actions.ts';
import { gestureStyle } from './gestures.styles.ts';
import { actionOfKey } from './message-shortcuts.ts';
import { createMessageToolbar } from './message-toolbar.ts';
import { menuOf, openActions, type OpenOptions } from './open-actions.ts';
import { createTouchGestures } from './touch-gestures.ts';

export const styles = { messages: gestureStyle };

type FindAction = (actions: readonly MessageAction[]) => MessageAction | undefined;

export interface MessageGestures {
  /** `target`: what it happened on, if it was dispatched before. */
  handleEvent(event: Event, target?: EventTarget | null): void;
  /** Runs after each draw. */
  refresh(): void;
}

/** No toolbar shows until the list has rested for so long: rows pass below the pointer, ms. */
const scrollPauseMs = 120;
/** A right click there opens the browser's menu. */
const ownMenus = 'a[href], input, textarea, audio, video';

/** Keys there are not shortcuts. */
const ownKeys = 'input, textarea, select, audio, video, [role=slider]';

/** The message around an element, if it has actions. */
const rowOf = (target: Element | null): HTMLElement | null => {
  const row = target?.closest<HTMLElement>('[data-message]') ?? null;
  return row?.querySelector('.more') ? row : null;
};

const isTouch = (event: Event): boolean => (event as PointerEvent).pointerType === 'touch';

/** The text selected in a list. Some browsers ask the document for what is selected in a shadow root. */
const selectionIn = (root: Node): string => {
  const selection = (root as Partial<Document>).getSelection?.() ?? root.ownerDocument?.getSelection();
  return selection?.type === 'Range' ? String(selection).trim() : '';
};

/** The gestures on the messages of a list: toolbar, menu, long press, swipe, double tap, keys. */
export const createMessageGestures = (host: ViewportHost, view: ListView): MessageGestures => {
  let scrollTimer: ReturnType<typeof setTimeout> | undefined;
  /** The user's last act was by a finger, which leaves `:hover` behind, and no ring around the focus. */
  let isTouching = false;
  let selected = '';
  /** Of the current event. */
  let target: Element | null = null;

  const contextOf = (row: HTMLElement): MessageContext | null => {
    const context = view.context();
    const item = view
      .messages()
      ?.get()
      .items.findLast(({ id }) => id === row.dataset['key']);
    return context && item ? { ...context, item, tabindex: 0 } : null;
  };

  const actionsIn = (row: HTMLElement): MessageAction[] => {
    const context = contextOf(row);
    return context ? actionsOf(context) : [];
  };

  const toolbar = createMessageToolbar(
    () => host.scroller,
    (row) => contextOf(row)?.item,
    (row) => actionsIn(row).filter((action) => action.toolbar),
    () => view.context()?.language.text('messageActions') ?? '',
  );

  const open = (row: HTMLElement, options: OpenOptions): void => {
    const opener = row.querySelector<HTMLElement>('.more');
    const context = contextOf(row);
    if (opener && context) void openActions(opener, context, options);
  };

  const run = async (row: HTMLElement, find: FindAction): Promise<void> => {
    await loadActions();
    const opener = row.querySelector<HTMLElement>('.more');
    if (opener) find(actionsIn(row))?.run(opener);
  };

  /** Runs an action on the newest message that has it, by another user if there is one. */
  const runOnNewest = async (find: FindAction): Promise<void> => {
    await loadActions();
    const rows = [...(host.scroller?.querySelectorAll<HTMLElement>('[data-message]') ?? [])]
      .toReversed()
      .filter((row) => row.querySelector('.more') && find(actionsIn(row)));
    const row = rows.find((each) => contextOf(each)?.item.mine === false) ?? rows[0];
    if (row) await run(row, find);
  };

  const isOn = (name: string): boolean => shows(host.features, name);

  const touch = createTouchGestures({
    rowOf,
    canSwipe: () => isOn('swipe'),
    arrow: () => {
      const drawn = document.createDocumentFragment();
      render(icons.reply, drawn);
      return drawn;
    },
    onHold: (row) => open(row, { touch: true, pressed: true }),
    onReply: (row) => void run(row, (actions) => actions.find(({ name }) => name === 'reply')),
    onDoubleTap: (row) =>
      void (
        isOn('doubletap') &&
        run(row, (actions) =>
          actions.find(({ compact, checked }) => compact === true && checked !== undefined),
        )
      ),
  });

  const isOpenIn = (row: HTMLElement | null): boolean => {
    const opener = menuOf(host)?.openFor;
    return opener != null && row?.contains(opener) === true;
  };

  const show = (row: HTMLElement): void => {
    if (row === toolbar.row || isOpenIn(toolbar.row)) return;
    toolbar.show(row);
  };

  const onMove = (): void => {
    const row = rowOf(target);
    if (row && !scrollTimer && !toolbar.isFocused) show(row);
  };

  const onScroll = (): void => {
    hide();
    clearTimeout(scrollTimer);
    scrollTimer = setTimeout(() => {
      scrollTimer = undefined;
      const row = host.scroller?.querySelector<HTMLElement>('[data-message]:hover');
      if (row?.querySelector('.more') && !toolbar.isFocused && !isTouching) show(row);
    }, scrollPauseMs);
  };

  const hide = (): void => {
    if (!toolbar.isFocused && !isOpenIn(toolbar.row)) toolbar.hide();
  };

  const onFocusOut = ({ relatedTarget }: FocusEvent): void => {
    const { row } = toolbar;
    if (row && !row.matches(':hover') && !row.contains(relatedTarget as Node | null)) hide();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || toolbar.moveFocus(event)) return;
    const row = rowOf(target);
    const asksForMenu = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);
    if (!row) return;
    if (asksForMenu || (event.key === 'Enter' && target === row)) {
      event.preventDefault();
      return open(row, { touch: false, pressed: false });
    }
    const find = target?.closest(ownKeys) || !isOn('shortcuts') ? null : actionOfKey(event);
    if (!find) return;
    event.preventDefault();
    void run(row, find);
  };

  const onContextMenu = (event: PointerEvent): void => {
    const row = rowOf(target);
    const byMouse = event.pointerType === 'mouse' || event.button === 2;
    if (!row || event.shiftKey || target?.closest(ownMenus)) return;
    if (touch.isPressing || isTouch(event)) {
      event.preventDefault();
      return touch.hold();
    }
    if (selected) return;
    event.preventDefault();
    if (!byMouse) return void (isOpenIn(row) || open(row, { touch: false, pressed: false }));
    const openThere = (): void =>
      open(row, { touch: false, pressed: true, point: { x: event.clientX, y: event.clientY } });
    // The browser closes a menu when the button that was pressed before it opened goes up. WebKitGTK sends no
    // pointerup then.
    if (event.buttons & 2) host.ownerDocument.addEventListener('mouseup', openThere, { once: true });
    else openThere();
  };

  const onPointerDown = (event: PointerEvent): void => {
    // Some systems select the word under a right click.
    selected = event.button === 2 ? selectionIn(host.renderRoot) : '';
    if (event.pointerType === 'touch') toolbar.hide();
  };

  const handlers: Record<string, (event: never) => void> = {
    pointermove: onMove,
    pointerdown: onPointerDown,
    pointerleave: hide,
    focusin: () => {
      const row = rowOf(target);
      if (row && !isTouching && target?.matches(':focus-visible')) show(row);
    },
    focusout: onFocusOut,
    keydown: onKeyDown,
    contextmenu: onContextMenu,
    selectstart: (event: Event) => {
      if (touch.isPressing) event.preventDefault();
    },
    scroll: onScroll,
    'chat-message-shortcut': ({ detail }: CustomEvent<KeyboardEvent>) => {
      const find = actionOfKey(detail);
      if (find) void runOnNewest(find);
    },
    click: (event: Event) => {
      if (!touch.swallowsClick || !rowOf(target)) return;
      event.preventDefault();
      event.stopPropagation();
    },
  };

  const refresh = (): void => {
    const { scroller } = host;
    if (scroller) scroller.style.touchAction = isOn('swipe') ? 'pan-y pinch-zoom' : '';
    toolbar.refresh();
  };

  refresh();
  let isUsed = false;

  return {
    handleEvent(event, on = event.target) {
      if (!isUsed) void loadActions().then(() => toolbar.row && toolbar.show(toolbar.row));
      isUsed = true;
      target = on instanceof Element ? on : null;
      if (event.type.startsWith('pointer')) isTouching = isTouch(event);
      else if (event.type === 'keydown') isTouching = false;
      host.scroller?.classList.toggle('touched', isTouching);
      if (isTouch(event) && event.type.startsWith('pointer')) {
        if (event.type === 'pointerdown') onPointerDown(event as PointerEvent);
        if (target) touch.handleEvent(event as PointerEvent, target);
      } else handlers[event.type]?.(event as never);
    },
    refresh,
  };
};
