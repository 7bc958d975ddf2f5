import { ChatError, type Call, type EventOf, type RoomCall, type User } from '@chat/protocol';
import type { CallMedia, MediaOptions } from './call/call-media.ts';
import { callWay, createSignals } from './call/call-way.ts';
import { rememberedDevice } from './call-device.ts';
import type { Calls, OwnCall } from './features/calls.ts';
import { view, type Readable } from './readable.ts';

export interface CallDeps {
  /** Waits for the connection. */
  call: Call;
  callNow: Call;
  user: () => User | null;
  newId: () => string;
}

/** The calls of this page's user. */
export interface CallBook {
  all: Readable<readonly OwnCall[]>;
  room(roomId: string): Calls;
  receive(event: EventOf<'call:changed' | 'call:signal'>): void;
  /** The connection is up again: what this page was in goes on. */
  online(): void;
  /** Another user looks now. */
  forget(): void;
}

/** Whether the place was this page's before it was reloaded. */
const isMine = (remembered: string | null, holder: string | undefined): boolean =>
  remembered !== null && (holder === undefined || holder === remembered);

const isOpen = ({ call }: OwnCall): boolean => call.state !== 'ended';

export const callBook = ({ call, callNow, user, newId }: CallDeps): CallBook => {
  const device = newId();
  const remembered = rememberedDevice();
  const rooms = new Map<string, Calls>();
  let known: ReadonlyMap<string, OwnCall> = new Map();
  const touched = new Set<() => void>();
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

  const put = (changed: RoomCall): RoomCall => {
    const me = user()?.id;
    const mine = changed.caller.userId === me ? ('caller' as const) : ('callee' as const);
    const { device: holder, away } = changed[mine];
    const before = known.get(changed.roomId);
    const was = before?.call.id === changed.id && before.here;
    // A server that has just come back does not know who was in it.
    const here = holder === device || (was && holder === undefined);
    // An answer may be older than what was told since.
    if (before?.call.id === changed.id && !isOpen(before)) return before.call;
    known = new Map(known).set(changed.roomId, { call: changed, mine, here });
    if (changed.state === 'ended' || !here) hush(changed.id);
    if (changed.state === 'ended') remembered.drop(changed.id);
    else if (here) remembered.keep(changed.id, device);
    else if (away && isMine(remembered.of(changed.id), holder)) rejoin(changed);
    for (const touch of touched) touch();
    return changed;
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

  const all = view(
    () => [known],
    () => [...known.values()].filter(isOpen),
  );
  touched.add(all.touch);

  const make = (roomId: string): Calls => {
    const own = view(
      () => [known.get(roomId)],
      () => known.get(roomId) ?? null,
    );
    touched.add(own.touch);
    const callId = (): string => open(roomId).id;
    const begin = async (options?: MediaOptions): Promise<CallMedia> => {
      const now = own.get();
      if (!now?.here || now.call.state !== 'active')
        throw new ChatError('conflict', 'this page is in no call here', { reason: 'not_answered' });
      const { callMedia } = await import('./call/call-media.ts');
      const onRejoined = (listener: () => void) => {
        rejoined.add(listener);
        return () => void rejoined.delete(listener);
      };
      return callMedia(callWay(now, { own, signals, call, callNow, device, onRejoined }), options);
    };
    return {
      get: own.get,
      subscribe: own.subscribe,
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
    all,
    room: (roomId) => {
      const made = rooms.get(roomId) ?? make(roomId);
      rooms.set(roomId, made);
      return made;
    },
    receive: (event) => {
      if (event.type === 'call:changed') put(event.call);
      else signals.put(event.callId, event.signal);
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
      for (const touch of touched) touch();
    },
  };
};
