import {
  ChatError,
  isTransient,
  type Call,
  type CallSignal,
  type ChatEvent,
  type ErrorCode,
  type RoomCall,
  type User,
} from '@chat/protocol';
import type { CallMedia, MediaOptions } from './call-media.ts';
import { createCallConnection, createSignals } from './call-connection.ts';
import type { RememberedDevice } from './call-device.ts';
import type { CallCipher, CallMethods, OwnCall } from '../features/calls.ts';
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
  /** Returns the calls that ring or are active. The same array until something changes. */
  all(): readonly OwnCall[];
  own(roomId: string): OwnCall | null;
  methods(roomId: string, cipher: CallCipher): CallMethods;
  receive(event: ChatEvent): void;
  /** Connected again: rejoins the calls of this page. */
  online(): void;
  /** A different user signed in. */
  forget(): void;
}

/** Returns whether this page was in the call before it was reloaded. */
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
  // The timer must not keep a process alive.
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
  /** Calls of which it is unknown whether the server got this page's start or answer. */
  const unsure = new Set<string>();
  /** Calls that were hung up here and not confirmed by the server. */
  const left = new Map<string, RoomCall>();
  /** Audio and video, by call. */
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
    // A call that ended here stays ended; only its outcome may still arrive.
    if (same && !isOpen(same) && (same.call.outcome || !update.outcome)) return same.call;
    // A response about the previous call may arrive after the next call began.
    if (before && !same && isOpen(before) && update.state === 'ended') return update;
    const asked = unsure.has(update.id) && (mine === 'caller' || update.state !== 'ringing');
    // A server that has just restarted does not know the devices in the call.
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

  /** Ends a call that the server no longer has. Its message says how it ended. */
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

  /** Rejoins after a reload or a lost connection; the server waits for that for a while. */
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

  /** Checks the calls that were open when this page was last online. */
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

  /** Reports the end of a call until the server confirms it. */
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

  /** Without a response, the server may still have run the command. */
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

  /** The signals before, in the order in which they are sent. */
  let sealing: Promise<unknown> = Promise.resolve();

  const methods = (roomId: string, cipher: CallCipher): CallMethods => {
    const signal = async (id: string, plain: CallSignal): Promise<void> => {
      const sealed = sealing.then(() => cipher.sealSignal(id, device, plain));
      sealing = sealed.catch(noop);
      await callNow('call:signal', { callId: id, device, signal: await sealed });
    };
    const callId = (): string => open(roomId).id;
    const begin = async (options?: MediaOptions): Promise<CallMedia> => {
      const now = own(roomId);
      const isReady =
        now?.call.state === 'active' || (now?.call.state === 'ringing' && now.mine === 'caller');
      if (!now?.here || !isReady)
        throw new ChatError('conflict', 'this page is in no call here', { reason: 'not_answered' });
      const { callMedia } = await import('./call-media.ts');
      return callMedia(
        createCallConnection(now, {
          own: () => own(roomId),
          onChange: watching(watchers),
          onRejoined: watching(rejoined),
          signals,
          call,
          signal,
          open: cipher.openSignal,
        }),
        options,
      );
    };
    return {
      start: async (kind) => {
        await cipher.readyToCall();
        const id = newId();
        return orUnsure(id, call('call:start', { roomId, kind, id, device }));
      },
      accept: async () => {
        const id = callId();
        await cipher.readyToCall();
        return orUnsure(id, call('call:accept', { callId: id, device }));
      },
      reject: async (options = {}) => put(await call('call:reject', { callId: callId(), ...options })),
      hangup: async () => leave(put({ ...open(roomId), state: 'ended' })),
      record: async (recording) => put(await call('call:record', { callId: callId(), recording })),
      signal: async (plain) => signal(callId(), plain),
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
