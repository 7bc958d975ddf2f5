import type { Caption, Message, ReplayBurst, ReplayWindow } from '@chat/protocol';
import type { MessageItem, MessageList } from './message-list.ts';
import { view, type Readable } from '../state/readable.ts';

/** The chat as it was at a moment of a recording. Follow the media with `play` and `seek`. */
export interface Replay extends Readable<MessageList> {
  readonly recordingId: string;
  /** What was being said, oldest first, if the recording has kept captions. */
  readonly captions: Readable<readonly Caption[]>;
  /** Position in the media of what is shown, ms. */
  readonly offset: number;
  /**
   * Shows the chat as it was at an offset, ms. Resolves when it is shown, or when a later `seek` or `play`
   * replaced it. Rejects with `ChatError`.
   */
  seek(offset: number): Promise<void>;
  /** As `seek`, while the media plays: returns the bursts since the position before. */
  play(offset: number): readonly ReplayBurst[];
  /** Loads the page before the oldest message; resolves to false if there is none. */
  loadOlder(limit?: number): Promise<boolean>;
  close(): void;
}

export interface ReplayDeps {
  recordingId: string;
  load(query: { offset: number; before?: number; limit?: number }): Promise<ReplayWindow>;
  self(): string;
}

/** Windows in memory; the least recently used is dropped. */
const mostWindows = 40;
/** A window that is sought begins so long before the position, so that short seeks back need no request, ms. */
const leadMs = 10_000;
/** The window before is loaded when a seek goes this close to the beginning of one, ms. */
const nearStartMs = 5_000;
/** Length of a window as the server makes them, ms. Those with many changes are shorter. */
const usualMs = 30_000;
/** Requests for positions that are sought. A seek does not wait for the one that it overtakes. */
const mostFetches = 2;
/** Messages in the list while it plays; older ones can be loaded again. */
const mostItems = 300;
/** The next window is loaded so long before it is needed, ms. */
const aheadMs = 10_000;
/** How long a caption stays after its end, ms. */
const lingerMs = 5_000;
/** Bursts of a longer jump are not shown, ms. */
const mostJumpMs = 2_000;

const covers = ({ offset, until = Infinity }: ReplayWindow, position: number): boolean =>
  offset <= position && position < until;

/** Returns the captions at a position; the same list if they are the same as before. */
const captionsAt = (
  { captions }: ReplayWindow,
  position: number,
  before: readonly Caption[],
): readonly Caption[] => {
  const found = captions.filter(
    ({ offset, duration }) => offset <= position && position < offset + duration + lingerMs,
  );
  const isSame =
    found.length === before.length &&
    found.every(
      ({ captionId, offset }, at) => before[at]?.captionId === captionId && before[at].at === offset,
    );
  return isSame
    ? before
    : found.map(({ offset, duration: _duration, ...caption }) => ({ ...caption, final: true, at: offset }));
};

/** Puts a message in its place, by `seq`. */
const put = (items: readonly Message[], message: Message): Message[] => {
  const at = items.findLastIndex(({ seq }) => seq <= message.seq);
  return items[at]?.id === message.id ? items.with(at, message) : items.toSpliced(at + 1, 0, message);
};

export const createReplay = ({ recordingId, load, self }: ReplayDeps): Replay => {
  let windows: ReplayWindow[] = [];
  let shown: ReplayWindow | null = null;
  /** Changes of the window that are shown. */
  let applied = 0;
  let items: readonly Message[] = [];
  let said: readonly Caption[] = [];
  let hasOlder = false;
  let offset = 0;
  let wanted = 0;
  /** Requests for positions that are wanted. */
  const fetches = new Map<number, Promise<void>>();
  let isPrefetching = false;
  let loadingOlder: Promise<boolean> | null = null;
  let closed = false;
  const known = new WeakMap<Message, MessageItem>();

  const itemOf = (message: Message): MessageItem => {
    const item: MessageItem = known.get(message) ?? {
      ...message,
      status: 'sent',
      mine: message.author.id === self(),
    };
    known.set(message, item);
    return item;
  };
  const list = view(
    () => [items, hasOlder, shown !== null],
    (): MessageList => ({ items: items.map(itemOf), gaps: [], hasOlder, loaded: shown !== null }),
  );

  const captions = view(
    () => [said],
    () => said,
  );

  const windowAt = (position: number): ReplayWindow | undefined =>
    shown && covers(shown, position) ? shown : windows.findLast((window) => covers(window, position));

  /** `follows`: the media has played on to it, so that older messages stay in the list. */
  const begin = (window: ReplayWindow, follows: boolean): void => {
    const first = window.messages[0]?.seq ?? Infinity;
    const older = follows ? items.filter(({ seq }) => seq < first) : [];
    items = [...older, ...window.messages];
    hasOlder = older.length > 0 ? hasOlder : window.hasMore;
    shown = window;
    applied = 0;
  };

  const show = (window: ReplayWindow, position: number): void => {
    const follows = shown !== null && shown !== window && shown.until === window.offset && position >= offset;
    if (window !== shown || position < offset) begin(window, follows);
    for (let change; (change = window.changes[applied]) && change.offset <= position; applied++)
      items = put(items, change.message);
    if (items.length > mostItems) {
      items = items.slice(-mostItems);
      hasOlder = true;
    }
    offset = position;
    windows = [...windows.filter((each) => each !== window), window].slice(-mostWindows);
    said = captionsAt(window, position, said);
    captions.touch();
    list.touch();
  };

  const loadWindow = async (from: number): Promise<void> => {
    const window = await load({ offset: from });
    if (!windows.some((each) => each.offset === window.offset && each.until === window.until))
      windows = [...windows, window].slice(-mostWindows);
  };

  /** Loads a window around a position. It ends before the position if a cut or very many changes lie in between. */
  const loadAround = async (position: number): Promise<void> => {
    await loadWindow(Math.max(0, position - leadMs));
    if (!windowAt(position)) await loadWindow(position);
  };

  const fetch = (position: number): Promise<void> => {
    const known = fetches.get(position);
    if (known) return known;
    const fetching = loadAround(position).finally(() => fetches.delete(position));
    fetches.set(position, fetching);
    return fetching;
  };

  /** Loads what is wanted until it is shown. */
  const follow = async (): Promise<void> => {
    while (!closed) {
      const position = wanted;
      const window = windowAt(position);
      if (window) return show(window, position);
      const isFree = fetches.has(position) || fetches.size < mostFetches;
      const fetching = isFree ? fetch(position) : Promise.race(fetches.values());
      await fetching.catch((error: unknown) => {
        if (isFree && position === wanted) throw error;
      });
    }
  };

  /** Loads a window that is needed soon. A failure shows when it is needed. */
  const prefetch = (from: number, position: number): void => {
    if (isPrefetching || fetches.size > 0 || windowAt(position)) return;
    isPrefetching = true;
    void loadWindow(from)
      .catch(() => {})
      .finally(() => (isPrefetching = false));
  };
  const prefetchNext = ({ until }: ReplayWindow, position: number): void => {
    if (until !== undefined && until - position <= aheadMs) prefetch(until, until);
  };

  const seek = async (position: number): Promise<void> => {
    wanted = Math.max(0, Math.floor(position));
    const window = windowAt(wanted);
    if (!window) return follow();
    show(window, wanted);
    const { offset: from } = window;
    if (from > 0 && wanted - from < nearStartMs) prefetch(Math.max(0, from - usualMs), from - 1);
    else prefetchNext(window, wanted);
  };

  const older = async (limit?: number): Promise<boolean> => {
    const [first] = items;
    const window = shown;
    if (!hasOlder || !first || !window) return false;
    const page = await load({ offset, before: first.seq, ...(limit === undefined ? {} : { limit }) });
    if (shown !== window || items[0]?.id !== first.id) return true;
    items = [...page.messages, ...items];
    hasOlder = page.hasMore;
    list.touch();
    return page.messages.length > 0;
  };

  return {
    recordingId,
    captions: { get: captions.get, subscribe: captions.subscribe },
    get offset() {
      return offset;
    },
    get: list.get,
    subscribe: list.subscribe,
    seek,
    play: (position) => {
      wanted = Math.max(0, Math.floor(position));
      const before = offset;
      const window = windowAt(wanted);
      if (!window) {
        // `seek` reports a failure; while playing, the next call tries again.
        if (fetches.size === 0) void follow().catch(() => {});
        return [];
      }
      const from = shown;
      show(window, wanted);
      prefetchNext(window, wanted);
      if (wanted <= before || wanted - before > mostJumpMs) return [];
      const bursts = from && from !== window ? [...from.bursts, ...window.bursts] : window.bursts;
      return bursts.filter((burst) => burst.offset > before && burst.offset <= wanted);
    },
    loadOlder: (limit) => (loadingOlder ??= older(limit).finally(() => (loadingOlder = null))),
    close: () => {
      closed = true;
      windows = [];
    },
  };
};
