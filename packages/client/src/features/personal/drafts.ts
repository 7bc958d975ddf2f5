import { isTransient, type Call, type Draft, type EventOf } from '@chat/protocol';
import { asChatError } from '../../connection/link.ts';
import type { LazyPart } from '../../lazy/lazy.ts';
import { onPageHidden } from '../../platform/page-hidden.ts';
import { createTimer, type Timer } from '../../platform/timer.ts';
import type { OwnList } from '../../state/own-list.ts';
import type { Readable, Stop } from '../../state/readable.ts';
import { createReload } from '../../state/reload.ts';

/** What I have written in a room or a thread and not sent. */
export interface OwnDraft extends Pick<Draft, 'roomId' | 'threadId'> {
  /** Empty if it is being discarded. */
  text: string;
  /** Give it as `draft` to `messages.send`: then the message discards the draft. 0: no other device has it. */
  version: number;
  /** The server has not stored this text yet. */
  pending?: true;
}

/** My drafts, in any order. */
export type DraftList = OwnList<OwnDraft>;

/** What I am writing, on all my devices. Of two changes, the one that the server gets last wins. */
export interface Drafts extends Readable<DraftList> {
  /** Loads them and keeps them current from then on, through every reconnect. */
  load(): Promise<void>;
  /**
   * Call it on every keystroke: shows the text here at once, and sends it to the server after a pause. An empty
   * text discards the draft. `threadId`: the first message of the thread.
   */
  set(roomId: string, text: string, threadId?: string): Promise<void>;
  /** Sends what waits for a pause. */
  flush(): Promise<void>;
}

export interface DraftsFeature {
  api: LazyPart<Drafts>;
  receive(event: EventOf<'draft:changed'>): void;
  /** A message is sent with `draft`. */
  onSend(roomId: string, threadId: string | undefined, version: number): void;
  /** Connected again: events may have been missed. */
  online(): void;
  /** A different user signed in, or the client was closed. */
  forget(): void;
}

/** Keystrokes closer to each other share a command. */
const pauseMs = 1_000;
/** After a transient failure. */
const retryMs = 10_000;

interface Entry {
  roomId: string;
  threadId?: string;
  /** As shown here. */
  text: string;
  /** As last known of the server. */
  stored: string;
  version: number;
  /** The last version that the server has told of. `version` may be that of a message on its way. */
  told: number;
  /** The text that a message took: it does not come back before the message is stored. */
  taken: string | null;
  /** `text` is newer than what the server has. */
  isPending: boolean;
  /** The text of the command on its way. */
  sending: string | null;
  timer: Timer;
}

const keyOf = (roomId: string, threadId = ''): string => `${roomId} ${threadId}`;

export const drafts = (call: Call, onChange: () => void): DraftsFeature => {
  const entries = new Map<string, Entry>();
  let list: DraftList = { items: [], loaded: false };
  let loading: Promise<void> | null = null;
  let [isWanted, isOutdated] = [false, false];
  let stopWatching: Stop | null = null;

  const show = (loaded = list.loaded): void => {
    const shown = [...entries.values()].filter(({ text, isPending }) => text !== '' || isPending);
    list = { items: shown.map(toDraft), loaded };
    onChange();
  };
  const entryOf = (roomId: string, threadId?: string): Entry => {
    const key = keyOf(roomId, threadId);
    const known = entries.get(key);
    if (known) return known;
    const place = { roomId, ...(threadId ? { threadId } : {}) };
    const versions = { version: 0, told: 0, taken: null };
    const entry = { ...place, ...versions, text: '', stored: '', isPending: false, sending: null };
    const made: Entry = { ...entry, timer: createTimer() };
    entries.set(key, made);
    return made;
  };
  /** Takes what the server has, if it is newer. Below `least`, or another text: its store was restored. */
  const take = (entry: Entry, text: string, version: number, least = 0): void => {
    const isOther = version === entry.told && text !== entry.stored;
    const isRestored = version < least || (isOther && version === entry.version);
    const isTaken = version <= entry.version && text === entry.taken;
    if (isTaken || (version <= entry.told && !isRestored)) return;
    isOutdated = true;
    Object.assign(entry, { version, told: version, stored: text });
    if (!entry.isPending) entry.text = text;
  };

  const push = async (entry: Entry): Promise<void> => {
    entry.timer.stop();
    const { roomId, threadId, text, told } = entry;
    if (!entry.isPending || entry.sending !== null) return;
    entry.sending = text;
    show();
    try {
      const { version } = await call('draft:set', { roomId, ...(threadId ? { threadId } : {}), text });
      entry.sending = null;
      const isSent = entry.text === text;
      if (isSent) entry.isPending = false;
      // Another device wrote in between, so the message that took this text does not discard it.
      else if (version > entry.version) entry.isPending = true;
      take(entry, text, version, told);
      if (isSent) entry.text = entry.stored;
      if (entry.isPending) schedule(entry);
      show();
    } catch (error) {
      entry.sending = null;
      show();
      // A refused text stays here; the next keystroke tries again.
      if (entry.isPending && entry.text !== text) schedule(entry);
      else if (entry.isPending && isTransient(asChatError(error).code))
        entry.timer.start(retryMs, () => void push(entry));
    }
  };
  const schedule = (entry: Entry): void => entry.timer.start(pauseMs, () => void push(entry));
  const flush = async (): Promise<void> => {
    await Promise.all([...entries.values()].filter(({ timer }) => timer.runs).map(push));
  };

  const read = async (): Promise<void> => {
    do {
      isOutdated = false;
      const { drafts: found } = await call('draft:list', {});
      // A change on the way may be older or newer than the list.
      if (isOutdated) continue;
      for (const { roomId, threadId, text, version } of found) {
        const entry = entryOf(roomId, threadId);
        take(entry, text, version, entry.told);
      }
      const listed = new Set(found.map(({ roomId, threadId }) => keyOf(roomId, threadId)));
      for (const [key, entry] of entries) {
        if (listed.has(key) || entry.sending !== null) continue;
        entry.stored = '';
        if (!entry.isPending) entry.text = '';
      }
      isOutdated = false;
      show(true);
    } while (isOutdated);
  };
  const load = (): Promise<void> => {
    isWanted = true;
    isOutdated = loading !== null;
    loading ??= read().finally(() => (loading = null));
    return loading;
  };
  const reload = createReload(load);

  return {
    receive: ({ draft: { roomId, threadId, text, version } }) => {
      take(entryOf(roomId, threadId), text, version);
      show();
    },
    onSend: (roomId, threadId, version) => {
      const entry = entryOf(roomId, threadId);
      entry.timer.stop();
      // The server discards all versions up to this one.
      Object.assign(entry, { text: '', stored: '', isPending: false, taken: entry.text });
      entry.version = Math.max(entry.version, version);
      show();
    },
    online: () => {
      if (isWanted) reload.run();
      for (const entry of entries.values()) if (entry.isPending) void push(entry);
    },
    forget: () => {
      stopWatching?.();
      stopWatching = null;
      reload.stop();
      for (const { timer } of entries.values()) timer.stop();
      entries.clear();
      isWanted = false;
      show(false);
    },
    api: {
      get: () => list,
      load,
      flush,
      set: async (roomId, text, threadId) => {
        const entry = entryOf(roomId, threadId);
        if (entry.text === text) return;
        stopWatching ??= onPageHidden(() => void flush());
        Object.assign(entry, { text, taken: null });
        entry.isPending = text !== entry.stored || entry.sending !== null;
        if (entry.isPending) schedule(entry);
        else entry.timer.stop();
        show();
      },
    },
  };
};

/** A command on its way makes the next version, unless another device is faster. */
const toDraft = ({ roomId, threadId, text, version, sending, isPending }: Entry): OwnDraft => ({
  roomId,
  ...(threadId === undefined ? {} : { threadId }),
  text,
  version: version + (sending === null ? 0 : 1),
  ...(isPending ? { pending: true as const } : {}),
});
