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

/** idle: not joined. joining: the first answer is awaited. joined: the view is live. stale: joined, but offline or catching up. left: removed, banned or refused. */
export type RoomStatus = 'idle' | 'joining' | 'joined' | 'stale' | 'left';

export interface LeaveOptions {
  /** Only go away from it, as by closing the page: in a private room one goes on belonging. */
  keep?: boolean;
}

/** Keeps one room's core equal to the server's: joins, applies events in order, catches up when one is missing. */
export interface RoomSync {
  readonly core: RoomCore;
  readonly status: RoomStatus;
  readonly error: ChatError | null;
  /** Somebody has joined and not left. */
  readonly wanted: boolean;
  change: (next: (core: RoomCore) => RoomCore) => void;
  join: () => Promise<void>;
  leave: (options?: LeaveOptions) => Promise<void>;
  receive: (events: ChatEvent[]) => void;
  /** Asks the server what changed; at once if joined. */
  check: () => void;
  /** The connection is up, down or refused for good. */
  online: () => void;
  offline: (failure: ChatError | null) => void;
  /** Another user looks at the room now: nothing known holds. */
  forget: () => void;
  close: () => void;
}

export interface RoomSyncOptions {
  roomId: string;
  callNow: Call;
  connect: () => Promise<void>;
  isOnline: () => boolean;
  user: () => User | null;
  /** What is worked out by code that is loaded later; undefined until it has come. */
  rules: () => Pick<Viewer, 'rights' | 'applyMembers' | 'withOwnReactions'> | undefined;
  now: () => number;
  random: () => number;
  /** Messages of mine that were refused, and may be stored all the same: another page of mine may have sent them. */
  unsure: () => string[];
  /** The core or the status is another. `stored`: messages that were seen with it; `ids`: those of `unsure` that are stored. */
  onChange(stored: readonly Message[], ids?: readonly string[]): void;
  /** An event was applied. */
  onEvent(event: ChatEvent): void;
  /** A resume was applied: it stands for events that did not come. */
  onResume(before: RoomCore, resume: RoomSnapshot): void;
  /** The view is live again. */
  onLive(): void;
}

// What is beyond an answer that tarries is asked for again, not held.
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
  let buffered: ChatEvent[] = []; // came while an answer was awaited, or after a missing one
  const nextTry = createTimer();

  /** What cannot be worked out here yet is asked for. */
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

  /** Applies what is in order; answers whether something is missing. What lies behind it waits. */
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
      if (isUncounted(before, core, event)) again = true; // the server counts it
      if (core.left !== null) break;
    }
    const { left } = core;
    if (left !== null) giveUp(new ChatError('forbidden', `no longer in the room; ${left}`, { reason: left }));
    else buffer(behind);
    // A snapshot may have told of my removal: then no event does.
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
    if (wanted === 0 || problem.code === 'disconnected') return; // being online again starts anew
    if (isTransient(problem.code) || isSignedOut(problem.code)) {
      retry(problem);
      // Told after the next answer, who was here would be older than what that one shows.
      const [user, asked] = [options.user(), again];
      if (user !== null) takeBuffered(user);
      again = asked; // it is asked again in any case, after the pause
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
    // Refusal of the connection reaches the waiting through `offline`.
    if (isOnline()) void sync();
    else options.connect().catch((failure: ChatError) => settle(failure));
    return done;
  };

  const leave = async ({ keep = false }: LeaveOptions = {}) => {
    if (wanted === 0 || --wanted > 0) return;
    nextTry.stop();
    settle(new ChatError('conflict', 'left before the join was answered', { reason: 'not_joined' }));
    const wasIn = status === 'joined' || syncing;
    setStatus('idle');
    buffered = [];
    core = { ...core, typing: emptyCore.typing };
    options.onChange([]);
    // Offline there is nothing to leave: the server ends presence by itself, and joins are not repeated.
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
      if (wanted === 0 || user === null) return;
      if (!nextTry.runs && events.some(({ type }) => type === 'missed')) void sync();
      // The answer shows the room as it was before these: what they tell would be lost under it.
      if (syncing) buffer(events);
      else {
        if (take(events, user)) {
          again = true;
          setStatus('stale');
          options.onChange([]);
        }
        // Asked to wait, we do not ask again for every event that comes.
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
