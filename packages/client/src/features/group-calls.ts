import {
  ChatError,
  type CallKind,
  type GroupCall,
  type GroupCallAccess,
  type GroupCallEntry,
  type Message,
} from '@chat/protocol';
import { rememberedDevice } from '../calls/call-device.ts';
import type { ChatRoom } from '../room/chat-room.ts';
import type { GroupMedia, GroupMediaOptions } from '../group-calls/group-media.ts';
import type { LazyPart } from '../lazy/lazy.ts';
import { view, type Readable } from '../state/readable.ts';
import type { RoomContext } from '../room/room-context.ts';
import { uuidV7 } from '../platform/uuid-v7.ts';
import { noop } from '../platform/noop.ts';

/** The call for many in a room, as this page sees it. */
export interface OwnGroupCall {
  call: GroupCall;
  /** It is this page, or app, that is in the call. */
  here: boolean;
  /** I am in it with another device: whoever joins here leaves there. */
  elsewhere: boolean;
}

/** The call for many of one room: the one that goes on, else the one that ended last while this page was open. */
export interface GroupCalls extends Readable<OwnGroupCall | null> {
  /** Looks for the call that goes on, and is kept up to date from then on, through every reconnect. */
  load(): Promise<void>;
  /** Rejects with `ChatError`: `call_exists`, `engine_away`, … */
  start(kind: CallKind): Promise<GroupCall>;
  /** Is in it from now on, with this page; also after a reload. Rejects with `ChatError`: `call_full`, `call_ended`, … */
  join(): Promise<GroupCall>;
  leave(): Promise<GroupCall>;
  /** Ends it for everybody. For those with `can['groupcall:end']`. */
  end(): Promise<GroupCall>;
  /**
   * Sound and picture, while this page is in the call: asks for microphone and camera and joins the engine. The same object as
   * long as one is in the call; it gives the devices back then. Browsers only.
   */
  media(options?: GroupMediaOptions): Promise<GroupMedia>;
}

export interface GroupCallsFeature {
  api: LazyPart<GroupCalls>;
  live(): void;
  close(): void;
}

/** An access that lapses sooner is renewed before it is used. */
const freshMs = 30_000;

export const groupCalls = (
  { roomId, call: ask, callNow, sync, self, now }: RoomContext,
  on: ChatRoom['on'],
  touch: () => void,
): GroupCallsFeature => {
  const newId = uuidV7(now);
  const remembered = rememberedDevice();
  let device = newId();
  let wanted = false;
  let own: OwnGroupCall | null = null;
  /** The call this page is in. */
  let joined: string | null = null;
  let access: GroupCallAccess | null = null;
  let media: Promise<GroupMedia> | null = null;
  const watchers = new Set<() => void>();

  const closeMedia = (): void => {
    const was = media;
    media = null;
    access = null;
    void was?.then((each) => each.close(), noop);
  };

  const put = (call: GroupCall): GroupCall => {
    const before = own?.call;
    // An answer may be older than what was told since; and what is over long since is no news.
    if (before?.id === call.id && before.rev > call.rev) return call;
    if (before?.id !== call.id && call.state === 'ended') return call;
    const mine = call.seats.find(({ userId }) => userId === self());
    const here = joined === call.id && mine?.device === device;
    own = { call, here, elsewhere: mine !== undefined && !here };
    if (joined === call.id && !here) {
      joined = null;
      remembered.drop(call.id);
    }
    if (!here) closeMedia();
    for (const watcher of watchers) watcher();
    touch();
    return call;
  };
  // As `groupCallOf` of the protocol has it, which would be in the first view from there.
  const onMessage = ({ id, rev, author, createdAt, groupCall, deletedAt }: Message): void => {
    if (groupCall && deletedAt === undefined) {
      const startedBy = { id: author.id, name: author.name };
      put({ ...groupCall, id, roomId, rev, startedBy, startedAt: createdAt });
    } else if (own?.call.id === id) over();
  };
  /** It is known no longer, or goes on without anybody having said so. */
  const over = (): void => {
    if (own && own.call.state !== 'ended') put({ ...own.call, state: 'ended', seats: [], endedAt: now() });
  };

  const stops = [
    on('message:created', ({ message }) => onMessage(message)),
    on('message:updated', ({ message }) => onMessage(message)),
    on('message:deleted', ({ message }) => onMessage(message)),
  ];

  const open = (): string => {
    if (own && own.call.state !== 'ended') return own.call.id;
    throw new ChatError('conflict', 'there is no call in this room', { reason: 'call_ended' });
  };
  const enter = (entry: GroupCallEntry): GroupCall => {
    joined = entry.call.id;
    ({ access } = entry);
    remembered.keep(entry.call.id, device);
    // What was told before the answer is newer, and did not know that this page is in it.
    const last = own?.call;
    return put(last && last.id === entry.call.id && last.rev > entry.call.rev ? last : entry.call);
  };
  const rejoin = async (callId: string): Promise<void> => {
    try {
      enter(await callNow('groupcall:join', { roomId, callId, device }));
    } catch (error) {
      if (error instanceof ChatError && ['not_found', 'conflict', 'forbidden'].includes(error.code)) over();
    }
  };

  const read = async (): Promise<void> => {
    const { call } = await callNow('groupcall:get', { roomId });
    if (!call) return over();
    put(call);
    const seat = call.seats.find(({ userId }) => userId === self());
    const before = remembered.of(call.id);
    // Before it was reloaded this page was in it.
    if (seat && joined !== call.id && seat.device === before) device = before;
    if (seat?.device === device && (joined === call.id || before === device)) await rejoin(call.id);
  };
  const live = async (): Promise<void> => {
    if (wanted && sync.status === 'joined') await read().catch(noop); // lost again: with the next connection
  };

  const begin = async (options: GroupMediaOptions = {}): Promise<GroupMedia> => {
    const current = own;
    if (!current?.here)
      throw new ChatError('conflict', 'this page is in no call here', { reason: 'not_joined' });
    const { groupMedia } = await import('../group-calls/group-media.ts');
    const { id, kind } = current.call;
    return groupMedia(
      {
        kind,
        device,
        seats: () => (own?.call.id === id ? own.call.seats : []),
        onSeats: (watcher) => {
          watchers.add(watcher);
          return () => void watchers.delete(watcher);
        },
        access: async (anew = false) => {
          if (joined !== id)
            throw new ChatError('conflict', 'this page is not in the call', { reason: 'call_ended' });
          if (!anew && access && access.expiresAt - now() > freshMs) return access;
          const entry = await callNow('groupcall:join', { roomId, callId: id, device });
          put(entry.call);
          return (access = entry.access);
        },
      },
      options,
    );
  };

  const list = view(
    () => [own],
    () => own,
  );
  return {
    live: () => void live(),
    close: () => {
      closeMedia();
      for (const stop of stops) stop();
    },
    api: {
      get: list.get,
      load: async () => {
        if (wanted) return;
        wanted = true;
        await live();
      },
      start: async (kind) => enter(await ask('groupcall:start', { roomId, kind, id: newId(), device })),
      join: async () => enter(await ask('groupcall:join', { roomId, callId: open(), device })),
      leave: async () => put(await ask('groupcall:leave', { roomId, callId: open() })),
      end: async () => put(await ask('groupcall:end', { roomId, callId: open() })),
      media: async (options) => {
        const begun = (media ??= begin(options));
        begun.catch(() => {
          if (media === begun) media = null;
        });
        return begun;
      },
    },
  };
};
