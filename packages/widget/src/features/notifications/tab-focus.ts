import type { Stop } from '@chat/client';
import type { RoomContext } from '../../core/feature.ts';

type Looked = Pick<RoomContext, 'room' | 'client'>;

/** The id of this tab. */
const tab = `${performance.timeOrigin}-${Math.random()}`;

/** Whether the page is visible and has the focus. */
export const isFocused = ({ ownerDocument: page }: Node): boolean =>
  page?.visibilityState === 'visible' && page.hasFocus();

// Two users may share a browser, each in a tab of their own.
const nameOf = ({ room, client }: Looked): string => `chat:looks:${room.id}:${client.user?.id ?? ''}:`;

/** Pages without TLS have none. */
const locksOf = ({ locks }: { locks?: LockManager }): LockManager | undefined => locks;

/** Tells the user's other tabs, by a lock, that this tab shows the room. */
export const announceFocus = (context: RoomContext): Stop => {
  const locks = locksOf(navigator);
  if (!locks) return () => {};
  const page = context.host.ownerDocument;
  const { defaultView } = page;
  let announced: { name: string; end: () => void } | null = null;

  const say = (name: string | null): void => {
    if (name === (announced?.name ?? null)) return;
    announced?.end();
    announced = null;
    if (name === null) return;
    const looked = new Promise<void>((end) => (announced = { name, end }));
    locks.request(name, { mode: 'shared' }, () => looked).catch(() => {}); // a sandboxed frame has no locks
  };
  // The list of rooms or a closed launcher may hide it.
  const isShown = (): boolean =>
    context.host.shadowRoot?.querySelector('chat-messages')?.checkVisibility() === true;
  const look = (): void => say(isFocused(context.host) && isShown() ? nameOf(context) + tab : null);
  const sizes = new ResizeObserver(look);

  look();
  sizes.observe(context.host);
  page.addEventListener('visibilitychange', look);
  defaultView?.addEventListener('focus', look);
  defaultView?.addEventListener('blur', look);
  const stops = [
    context.client.on('hello', look),
    // A switch from a frame within the page to another window fires no event.
    context.room.on('message:created', look),
  ];
  return () => {
    for (const stop of stops) stop();
    sizes.disconnect();
    page.removeEventListener('visibilitychange', look);
    defaultView?.removeEventListener('focus', look);
    defaultView?.removeEventListener('blur', look);
    say(null);
  };
};

/** Whether another tab of the user shows the room. */
export const isVisibleInOtherTab = async (looked: Looked): Promise<boolean> => {
  const { held: locks = [] } =
    (await locksOf(navigator)
      ?.query()
      .catch(() => null)) ?? {};
  const name = nameOf(looked);
  return locks.some((lock) => lock.name?.startsWith(name) === true && !lock.name.endsWith(tab));
};
