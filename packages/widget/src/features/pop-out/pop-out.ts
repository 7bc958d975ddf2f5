import './chat-popped-out.ts';
import type { ChatPoppedOut } from './chat-popped-out.ts';
import { emit } from '../../core/emit.ts';
import { moveToDocument } from './move-to-document.ts';
import type { RoomContext } from '../../core/feature.ts';
import { dress } from './pop-out-theme.ts';
import { titleOf } from '../../core/room-title.ts';

interface Floating extends HTMLElement {
  layout: string;
  shown: boolean;
  readonly updateComplete: Promise<boolean>;
  focusComposer(): void;
}

interface PictureInPicture {
  requestWindow(size: { width: number; height: number }): Promise<Window>;
}

/** Chats that are open in their own window, or opening. */
const windows = new WeakMap<HTMLElement, Window | null>();

const between = (least: number, size: number, most: number): number =>
  Math.round(Math.min(Math.max(size, least), most));

/** Opens a window, one that stays on top if the browser supports it; null if the browser blocks it. */
const openWindow = async (width: number, height: number): Promise<Window | null> => {
  const { documentPictureInPicture: above } = window as { documentPictureInPicture?: PictureInPicture };
  try {
    if (above) return await above.requestWindow({ width, height });
  } catch {
    // Fails inside a frame, and in some browsers that have the API.
  }
  return window.open('', '', `popup,width=${width},height=${height}`);
};

const settleIn = ({ room, language, host }: RoomContext, view: Window, opener: HTMLElement): void => {
  const chat = host as unknown as Floating;
  const { layout, shown } = chat;
  const page = view.document;
  const rest = document.createElement('chat-popped-out') as ChatPoppedOut;
  rest.stand(chat, language, () => view.close());
  dress(page, chat);
  page.documentElement.lang = language.tag;
  page.documentElement.dir = language.dir;
  const entitle = (): void => void (page.title = titleOf(room));
  entitle();
  const stop = room.state.subscribe(entitle);

  const close = (): void => view.close();
  const back = (): void => {
    stop();
    windows.delete(chat);
    view.removeEventListener('pagehide', back);
    window.removeEventListener('pagehide', close);
    const wasIdle = [document.body, null, rest].includes(document.activeElement as HTMLElement | null);
    Object.assign(chat, { layout, shown });
    // The page removed the placeholder: the chat does not return.
    moveToDocument(chat, () => (rest.isConnected ? rest.replaceWith(chat) : chat.remove()));
    view.close();
    if (!chat.isConnected || !wasIdle) return;
    void chat.updateComplete.then(() => (opener.checkVisibility() ? opener.focus() : chat.focusComposer()));
  };
  view.addEventListener('pagehide', back);
  window.addEventListener('pagehide', close);
  windows.set(chat, view);

  chat.layout = 'inline';
  moveToDocument(chat, () => {
    chat.replaceWith(rest);
    page.body.append(chat);
  });
  view.focus();
  void chat.updateComplete.then(() => chat.focusComposer());
};

/** Opens a chat in its own window, or returns it to the page. `opener` gets the focus when it returns. */
export const togglePopOut = async (context: RoomContext, opener: HTMLElement): Promise<void> => {
  const { host } = context;
  if (windows.has(host)) return windows.get(host)?.close();
  windows.set(host, null);
  const frame = host.shadowRoot?.querySelector('.frame') ?? host;
  const { width, height } = frame.getBoundingClientRect();
  const view = await openWindow(between(320, width, 480), between(400, height, 720));
  if (view) return settleIn(context, view, opener);
  windows.delete(host);
  emit(host.shadowRoot?.querySelector('.body') ?? host, 'chat-error', {
    error: { code: 'forbidden', reason: 'window_blocked' },
  });
};
