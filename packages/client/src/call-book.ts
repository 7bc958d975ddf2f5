import { ChatError, type Call, type ChatEvent, type RoomCall, type User } from '@chat/protocol';
import type { CallMedia, MediaOptions } from './call/call-media.ts';
import { callWay, createSignals } from './call/call-way.ts';
import type { RememberedDevice } from './call-device.ts';
import type { CallActs, OwnCall } from './features/calls.ts';

export interface CallDeps {
  /** Waits for the connection. */
  call: Call;
  callNow: Call;
  user: () => User | null;
  newId: () => string;
}

/** The calls of this page's user. */
export interface CallBook {
  /** Those that ring or go on. The same array until something changes. */
  all(): readonly OwnCall[];
  own(roomId: string): OwnCall | null;
  acts(roomId: string): CallActs;
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

export const callBook = (
  { call, callNow, user, newId }: CallDeps,
  changed: () => void,
  remembered: RememberedDevice,
): CallBook => {
  const device = newId();
  let known: ReadonlyMap<string, OwnCall> = new Map();
  let all: readonly OwnCall[] = [];
  const watchers = new Set<() => void>();
  const signals = createSignals();
  const rejoined = new Set<() => void>();
  /** Sound and picture, by call. */
  const media = new Map<string, Promise<CallMedia>>();

  const hush = (callId: string): void => {
    void media.get(callId)?.then(
      (each) => each.close(),
      () => {},
    );
    media.delete(callId);
  };

  const tell = (): void => {
    all = [...known.values()].filter(isOpen);
    changed();
    for (const watcher of watchers) watcher();
  };

  const put = (told: RoomCall): RoomCall => {
    const me = user()?.id;
    const mine = told.caller.userId === me ? ('caller' as const) : ('callee' as const);
    const { device: holder, away } = told[mine];
    const before = known.get(told.roomId);
    const was = before?.call.id === told.id && before.here;
    // A server that has just come back does not know who was in it.
    const here = holder === device || (was && holder === undefined);
    // An answer may be older than what was told since.
    if (before?.call.id === told.id && !isOpen(before)) return before.call;
    known = new Map(known).set(told.roomId, { call: told, mine, here });
    if (told.state === 'ended' || !here) hush(told.id);
    if (told.state === 'ended') remembered.drop(told.id);
    else if (here) remembered.keep(told.id, device);
    else if (away && isMine(remembered.of(told.id), holder)) rejoin(told);
    tell();
    return told;
  };

  /** After a reload, or a connection that was lost: the place is kept for a while. */
  const rejoin = ({ id, roomId }: RoomCall): void => {
    const back = (joined: RoomCall): void => {
      put(joined);
      for (const listener of rejoined) listener();
    };
    callNow('call:join', { callId: id, device }).then(back, (error: unknown) => {
      const gone =
        error instanceof ChatError && (error.code === 'not_found' || error.reason === 'call_ended');
      const last = known.get(roomId);
      if (gone && last?.call.id === id) put({ ...last.call, state: 'ended' });
    });
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

  const acts = (roomId: string): CallActs => {
    const callId = (): string => open(roomId).id;
    const begin = async (options?: MediaOptions): Promise<CallMedia> => {
      const now = own(roomId);
      if (!now?.here || now.call.state !== 'active')
        throw new ChatError('conflict', 'this page is in no call here', { reason: 'not_answered' });
      const { callMedia } = await import('./call/call-media.ts');
      return callMedia(
        callWay(now, {
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
      start: async (kind) => put(await call('call:start', { roomId, kind, id: newId(), device })),
      accept: async () => put(await call('call:accept', { callId: callId(), device })),
      reject: async (options = {}) => put(await call('call:reject', { callId: callId(), ...options })),
      hangup: async () => put(await call('call:hangup', { callId: callId() })),
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
    acts,
    receive: (event) => {
      if (event.type === 'call:changed') put(event.call);
      if (event.type === 'call:signal') signals.put(event.callId, event.signal);
    },
    online: () => {
      const held = [...known.values()].filter(isOpen);
      if (held.length === 0) return;
      callNow('call:list', {}).then(
        ({ calls: open }) => {
          for (const { call: was, here } of held) {
            const now = open.find(({ id }) => id === was.id);
            if (!now) put({ ...was, state: 'ended' });
            else if (here) rejoin(now);
            else put(now);
          }
        },
        () => {}, // lost again: asked with the next connection
      );
    },
    forget: () => {
      for (const callId of media.keys()) hush(callId);
      known = new Map();
      tell();
    },
  };
};
