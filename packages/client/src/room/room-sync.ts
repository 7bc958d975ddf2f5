import {
  ChatError,
  isTransient,
  type Call,
  type Can,
  type ChatEvent,
  type Message,
  type RoomSnapshot,
  type User,
} from '@chat/protocol';
import { backoffMs } from '../connection/backoff.ts';
import { createTimer } from '../platform/timer.ts';
import { isUncounted } from './read-state.ts';
import {
  applyEvent,
  applySnapshot,
  emptyCore,
  placeOf,
  asEmitted,
  type RoomCore,
  type Viewer,
} from './room-state.ts';
import { asChatError, isSignedOut } from '../connection/link.ts';

/**
 * idle: not joined. joining: waiting for the first response. joined: live. stale: joined, but offline or
 * catching up. left: removed, banned or rejected.
 */
export type RoomStatus = 'idle' | 'joining' | 'joined' | 'stale' | 'left';

export interface LeaveOptions {
  /** Only stops being present, as by closing the page: the membership in a private room stays. */
  keep?: boolean;
}

/**
 * Keeps the state of one room equal to the server's: joins, applies events in order, and catches up if one is
 * missing.
 */
export interface RoomSync {
  readonly core: RoomCore;
  readonly status: RoomStatus;
  readonly error: ChatError | null;
  /** The room was joined and not left. */
  readonly wanted: boolean;
  change: (next: (core: RoomCore) => RoomCore) => void;
  join: () => Promise<void>;
  leave: (options?: LeaveOptions) => Promise<void>;
  receive: (events: ChatEvent[]) => void;
  /** Loads changes from the server. */
  check: () => void;
  /** The connection is online, lost or rejected for good. */
  online: () => void;
  offline: (failure: ChatError | null) => void;
  /** A different user signed in: drops the state. */
  forget: () => void;
  close: () => void;
}

export interface RoomSyncOptions {
  roomId: string;
  callNow: Call;
  connect: () => Promise<void>;
  isOnline: () => boolean;
  user: () => User | null;
  /** Returns code that is loaded lazily; undefined until it is. */
  rules: () => Pick<Viewer, 'rights' | 'applyMembers' | 'withOwnReactions'> | undefined;
  now: () => number;
  random: () => number;
  /** Returns the ids of my messages that failed here: another page of mine may have sent them. */
  unsure: () => string[];
  /**
   * State or status has changed. `stored`: messages that arrived with it; `ids`: those of `unsure` that are
   * stored.
   */
  onChange(stored: readonly Message[], ids?: readonly string[]): void;
  /** An event was applied. */
  onEvent(event: ChatEvent): void;
  /** A resume was applied: it replaces events that were missed. */
  onResume(before: RoomCore, resume: RoomSnapshot): void;
  /** The room is live again. */
  onLive(): void;
}

// Most events that are buffered while waiting for a response; beyond that, changes are loaded again.
const maxBuffered = 2_000;

export const createRoomSync = (options: RoomSyncOptions): RoomSync => {
  const { roomId, callNow, isOnline, now, random } = options;
  let core = emptyCore;
  let status: RoomStatus = 'idle';
  let error: ChatError | null = null;
  let wanted = 0;
  let waiting: { resolve: () => void; reject: (error: ChatError) => void }[] = [];
  let syncing = false;
  let again = false;
  let tries = 0;
  let buffered: ChatEvent[] = []; // arrived while waiting for a response, or after a missing event
  const nextTry = createTimer();

  /** Until the code is loaded, the server computes it. */
  const askRights = (): Can => {
    again = true;
    return core.can as Can;
  };
  const askReactions = (message: Message): Message => {
    again = true;
    return message;
  };
  const asking: ReturnType<RoomSyncOptions['rules']> & object = {
    rights: askRights,
    withOwnReactions: askReactions,
  };
  const viewer = (user: User): Viewer => {
    const { rights, applyMembers, withOwnReactions } = options.rules() ?? asking;
    return { user, now: now(), rights, applyMembers, withOwnReactions };
  };

  const setStatus = (next: RoomStatus, failure: ChatError | null = null) => {
    status = next;
    error = failure;
  };

  const settle = (failure: ChatError | null) => {
    const settled = waiting;
    waiting = [];
    if (failure !== null) wanted = Math.max(0, wanted - settled.length);
    for (const { resolve, reject } of settled) {
      if (failure === null) resolve();
      else reject(failure);
    }
  };

  const giveUp = (failure: ChatError) => {
    nextTry.stop();
    settle(failure);
    wanted = 0;
    buffered = [];
    setStatus('left', failure);
    core = { ...core, since: null };
  };

  const buffer = (events: readonly ChatEvent[]) => {
    buffered.push(...events);
    if (buffered.length <= maxBuffered) return;
    buffered = [];
    again = true;
  };

  /** Applies events in order, and buffers those after a missing one. Returns whether one is missing. */
  const take = (events: ChatEvent[], user: User): boolean => {
    const applied: ChatEvent[] = [];
    const behind: ChatEvent[] = [];
    for (const event of events) {
      const place = placeOf(core, event);
      if (place === 'missing') behind.push(event);
      if (place !== 'next' && place !== 'now') continue;
      const told = asEmitted(core, event);
      const before = core;
      core = applyEvent(core, event, viewer(user));
      applied.push(told);
      if (isUncounted(before, core, event)) again = true; // the server counts unread messages
      if (core.left !== null) break;
    }
    const { left } = core;
    if (left !== null) giveUp(new ChatError('forbidden', `no longer in the room; ${left}`, { reason: left }));
    else buffer(behind);
    // My removal may be part of a snapshot, in which case there is no event of it.
    if (applied.length > 0 || left !== null)
      options.onChange(applied.flatMap((event) => ('message' in event ? [event.message] : [])));
    for (const event of applied) options.onEvent(event);
    return left === null && behind.length > 0;
  };

  const takeBuffered = (user: User): boolean => {
    const behind = buffered;
    buffered = [];
    return take(behind, user);
  };

  const sync = async (): Promise<void> => {
    if (syncing) again = true;
    const user = options.user();
    if (syncing || wanted === 0 || !isOnline() || user === null) return;
    nextTry.stop();
    syncing = true;
    again = false;
    try {
      const before = core;
      const unsure = options.unsure();
      const snapshot = await callNow('room:join', {
        roomId,
        ...(before.since && { since: before.since }),
        ...(unsure.length > 0 && { unsure }),
      });
      syncing = false;
      if (wanted === 0 || options.user()?.id !== user.id) return;
      core = applySnapshot(core, snapshot, viewer(user));
      tries = 0;
      setStatus('joined');
      options.onChange(snapshot.messages, snapshot.stored);
      if (snapshot.mode === 'resume') options.onResume(before, snapshot);
      const missing = takeBuffered(user);
      settle(null);
      if (missing) retry(null);
      else if (isOnline() && wanted > 0) options.onLive();
    } catch (failure) {
      syncing = false;
      failed(failure);
    }
    if (again) void sync();
  };

  const failed = (failure: unknown) => {
    const problem = asChatError(failure);
    if (wanted === 0 || problem.code === 'disconnected') return; // `online` starts again
    if (isTransient(problem.code) || isSignedOut(problem.code)) {
      retry(problem);
      // Presence must not be applied after the next response, which is newer.
      const [user, asked] = [options.user(), again];
      if (user !== null) takeBuffered(user);
      again = asked; // the retry loads changes in any case
      return;
    }
    giveUp(problem);
    options.onChange([]);
  };

  const retry = (problem: ChatError | null) =>
    nextTry.start((problem?.retryAfterMs ?? 0) + backoffMs(tries++, random), () => void sync());

  const join = async () => {
    wanted++;
    if (status === 'joined' || status === 'stale') return;
    const done = new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }));
    if (status !== 'joining') setStatus('joining');
    options.onChange([]);
    // If the connection is rejected, `offline` rejects the join.
    if (isOnline()) void sync();
    else options.connect().catch((failure: ChatError) => settle(failure));
    return done;
  };

  const leave = async ({ keep = false }: LeaveOptions = {}) => {
    if (wanted === 0 || --wanted > 0) return;
    nextTry.stop();
    settle(new ChatError('conflict', 'left meanwhile', { reason: 'not_joined' }));
    const wasIn = status === 'joined' || syncing;
    setStatus('idle');
    buffered = [];
    core = { ...core, typing: emptyCore.typing };
    options.onChange([]);
    // Offline there is nothing to leave: the server ends presence by itself, and the room is not joined
    // again.
    if (!wasIn || !isOnline()) return;
    await callNow('room:leave', { roomId, ...(keep ? { keep } : {}) }).catch((failure: unknown) => {
      if (!(failure instanceof ChatError && failure.reason === 'not_joined')) throw failure;
    });
  };

  return {
    get core() {
      return core;
    },
    get status() {
      return status;
    },
    get error() {
      return error;
    },
    get wanted() {
      return wanted > 0;
    },
    change: (next) => {
      const changed = next(core);
      if (changed === core) return;
      core = changed;
      options.onChange([]);
    },
    join,
    leave,
    receive: (events) => {
      const user = options.user();
      // The lobby of a room is outside it.
      if (wanted === 0)
        for (const event of events) if (event.type === 'lobby:changed') options.onEvent(event);
      if (wanted === 0 || user === null) return;
      if (!nextTry.runs && events.some(({ type }) => type === 'missed')) void sync();
      // The response is older than these events and would overwrite them.
      if (syncing) buffer(events);
      else {
        if (take(events, user)) {
          again = true;
          setStatus('stale');
          options.onChange([]);
        }
        // During a pause, events do not trigger requests.
        if (again && !nextTry.runs) void sync();
      }
    },
    check: () => void sync(),
    online: () => {
      tries = 0;
      buffered = [];
      if (wanted > 0) void sync();
    },
    offline: (failure) => {
      nextTry.stop();
      buffered = [];
      if (status === 'joined') setStatus('stale');
      core = { ...core, typing: emptyCore.typing };
      if (failure !== null) settle(failure);
      if (wanted === 0 && status !== 'left') setStatus('idle');
      options.onChange([]);
    },
    forget: () => {
      core = emptyCore;
      buffered = [];
      if (status === 'joined' || status === 'stale') setStatus('joining');
      options.onChange([]);
    },
    close: () => {
      nextTry.stop();
      wanted = 0;
      setStatus('idle');
      settle(new ChatError('disconnected', 'the client was closed'));
      options.onChange([]);
    },
  };
};
