import {
  ChatError,
  isTransient,
  type Call,
  type ChatEvent,
  type ErrorCode,
  type RoomCall,
  type User,
} from '@chat/protocol';
import type { CallMedia, MediaOptions } from './call-media.ts';
import { createCallConnection, createSignals } from './call-connection.ts';
import type { RememberedDevice } from './call-device.ts';
import type { CallMethods, OwnCall } from '../features/calls.ts';
import { noop } from '../platform/noop.ts';

export interface CallDeps {
  /** Waits for the connection. */
  call: Call;
  callNow: Call;
  user: () => User | null;
  newId: () => string;
}

/** The calls of this page's user. */
export interface CallRegistry {
  /** Those that ring or go on. The same array until something changes. */
  all(): readonly OwnCall[];
  own(roomId: string): OwnCall | null;
  methods(roomId: string): CallMethods;
  receive(event: ChatEvent): void;
  /** The connection is up again: what this page was in goes on. */
  online(): void;
  /** Another user looks now. */
  forget(): void;
}

/** Whether the place was this page's before it was reloaded. */
const isMine = (remembered: string | null, holder: string | undefined): boolean =>
  remembered !== null && (holder === undefined || holder === remembered);

const isOpen = ({ call }: OwnCall): boolean => call.state !== 'ended';

const againMs = 1_000;

const codeOf = (error: unknown): ErrorCode | null => (error instanceof ChatError ? error.code : null);
/** A lost connection is no reason for a retry here: `online` retries once there is another. */
const isRetried = (code: ErrorCode | null): boolean =>
  code !== null && code !== 'disconnected' && isTransient(code);
/** Runs `task` after a pause if a retry may cure the error. */
const retryAfter = (error: unknown, task: () => void): void => {
  if (!(error instanceof ChatError) || !isRetried(error.code)) return;
  const timer: unknown = setTimeout(task, Math.max(againMs, error.retryAfterMs ?? 0));
  // Nothing that ends waits for it.
  (timer as { unref?: () => void }).unref?.();
};

export const createCallRegistry = (
  { call, callNow, user, newId }: CallDeps,
  onChange: () => void,
  remembered: RememberedDevice,
): CallRegistry => {
  const device = newId();
  let known: ReadonlyMap<string, OwnCall> = new Map();
  let all: readonly OwnCall[] = [];
  const watchers = new Set<() => void>();
  const signals = createSignals();
  const rejoined = new Set<() => void>();
  const joining = new Set<string>();
  /** Whether the server has heard that this page calls, or answers, is not known. */
  const unsure = new Set<string>();
  /** Hung up here, which the server has not confirmed. */
  const left = new Map<string, RoomCall>();
  /** Sound and picture, by call. */
  const media = new Map<string, Promise<CallMedia>>();

  const closeMedia = (callId: string): void => {
    void media.get(callId)?.then((each) => each.close(), noop);
    media.delete(callId);
  };

  const notify = (): void => {
    all = [...known.values()].filter(isOpen);
    onChange();
    for (const watcher of watchers) watcher();
  };

  const put = (update: RoomCall): RoomCall => {
    const me = user()?.id;
    const mine = update.caller.userId === me ? ('caller' as const) : ('callee' as const);
    const { device: holder, away } = update[mine];
    const before = known.get(update.roomId);
    const same = before?.call.id === update.id ? before : undefined;
    // What is over here goes on no more, whatever is told of it; how it ended may be told yet.
    if (same && !isOpen(same) && (same.call.outcome || !update.outcome)) return same.call;
    // An answer about the one before may come after the next has begun.
    if (before && !same && isOpen(before) && update.state === 'ended') return update;
    const asked = unsure.has(update.id) && (mine === 'caller' || update.state !== 'ringing');
    // A server that has just come back does not know who was in it.
    const here = holder === device || (holder === undefined && (same?.here === true || asked));
    known = new Map(known).set(update.roomId, { call: update, mine, here });
    if (update.state === 'ended' || !here) closeMedia(update.id);
    if (update.state === 'ended') {
      remembered.drop(update.id);
      unsure.delete(update.id);
    } else {
      const isOurs = here || isMine(remembered.of(update.id), holder);
      if (here) remembered.keep(update.id, device);
      if (away && isOurs) rejoin(update);
    }
    notify();
    return update;
  };

  /** It goes on no more. How it ended, its line says, which outlives the server. */
  const over = async (was: RoomCall): Promise<void> => {
    const { roomId, id: messageId } = was;
    const line = await callNow('message:get', { roomId, messageId }).then(
      (message) => message.call,
      () => undefined,
    );
    if (line?.state !== 'ended') return void put({ ...was, state: 'ended' });
    const { kind: _, callee: __, durationMs: ___, ...how } = line;
    put({ ...was, ...how });
  };

  /** After a reload, or a connection that was lost: the place is kept for a while. */
  const rejoin = ({ id, roomId }: RoomCall): void => {
    if (joining.has(id)) return;
    joining.add(id);
    callNow('call:join', { callId: id, device })
      .finally(() => joining.delete(id))
      .then(
        (joined) => {
          put(joined);
          for (const listener of rejoined) listener();
        },
        (error: unknown) => {
          const last = known.get(roomId);
          if (last?.call.id !== id || !isOpen(last)) return;
          if (codeOf(error) === 'not_found' || (error as ChatError).reason === 'call_ended')
            void over(last.call);
          else retryAfter(error, () => rejoin(last.call));
        },
      );
  };

  /** What this page was in when it was last online. */
  const look = (): void => {
    const held = [...known.values()].filter(isOpen);
    if (held.length === 0) return;
    callNow('call:list', {}).then(
      ({ calls: open }) => {
        for (const { call: was, here } of held) {
          const now = open.find(({ id }) => id === was.id);
          if (here) rejoin(now ?? was);
          else if (now) put(now);
          else void over(was);
        }
      },
      (error: unknown) => retryAfter(error, look),
    );
  };

  /** Tells the server that it is over, until it has heard it. */
  const leave = async (was: RoomCall): Promise<RoomCall> => {
    left.set(was.id, was);
    try {
      const ended = put(await callNow('call:hangup', { callId: was.id }));
      left.delete(was.id);
      return ended;
    } catch (error) {
      const code = codeOf(error);
      if (code === 'disconnected') return was;
      if (!isRetried(code)) {
        left.delete(was.id);
        throw error;
      }
      retryAfter(error, () => left.has(was.id) && void leave(was).catch(noop));
      return was;
    }
  };

  /** Whoever asked for it and hears nothing may be in it all the same. */
  const orUnsure = async (id: string, asked: Promise<RoomCall>): Promise<RoomCall> => {
    try {
      return put(await asked);
    } catch (error) {
      if (['disconnected', 'timeout'].includes(codeOf(error) ?? '')) unsure.add(id);
      throw error;
    }
  };

  const open = (roomId: string): RoomCall => {
    const own = known.get(roomId);
    if (own && isOpen(own)) return own.call;
    throw new ChatError('conflict', 'there is no call in this room', { reason: 'call_ended' });
  };

  const own = (roomId: string): OwnCall | null => known.get(roomId) ?? null;
  const watching = (set: Set<() => void>) => (listener: () => void) => {
    set.add(listener);
    return () => void set.delete(listener);
  };

  const methods = (roomId: string): CallMethods => {
    const callId = (): string => open(roomId).id;
    const begin = async (options?: MediaOptions): Promise<CallMedia> => {
      const now = own(roomId);
      if (!now?.here || now.call.state !== 'active')
        throw new ChatError('conflict', 'this page is in no call here', { reason: 'not_answered' });
      const { callMedia } = await import('./call-media.ts');
      return callMedia(
        createCallConnection(now, {
          own: () => own(roomId),
          onChange: watching(watchers),
          onRejoined: watching(rejoined),
          signals,
          call,
          callNow,
          device,
        }),
        options,
      );
    };
    return {
      start: (kind) => {
        const id = newId();
        return orUnsure(id, call('call:start', { roomId, kind, id, device }));
      },
      accept: async () => {
        const id = callId();
        return orUnsure(id, call('call:accept', { callId: id, device }));
      },
      reject: async (options = {}) => put(await call('call:reject', { callId: callId(), ...options })),
      hangup: async () => leave(put({ ...open(roomId), state: 'ended' })),
      record: async (recording) => put(await call('call:record', { callId: callId(), recording })),
      signal: async (signal) => void (await callNow('call:signal', { callId: callId(), device, signal })),
      ice: () => call('call:ice', { callId: callId() }),
      media: async (options) => {
        const id = callId();
        const begun = media.get(id) ?? begin(options);
        media.set(id, begun);
        begun.catch(() => media.delete(id));
        return begun;
      },
    };
  };

  return {
    all: () => all,
    own,
    methods,
    receive: (event) => {
      if (event.type === 'call:changed') put(event.call);
      if (event.type === 'call:signal') signals.put(event.callId, event.signal);
    },
    online: () => {
      for (const was of left.values()) void leave(was).catch(noop);
      look();
    },
    forget: () => {
      for (const callId of media.keys()) closeMedia(callId);
      known = new Map();
      left.clear();
      unsure.clear();
      notify();
    },
  };
};
