import {
  ChatError,
  type CallKind,
  type GroupCall,
  type GroupCallAccess,
  type GroupCallEntry,
  type GroupRecordingAction,
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

/** The group call of a room as this page sees it. */
export interface OwnGroupCall {
  call: GroupCall;
  /** This page is in the call. */
  here: boolean;
  /** Another device of mine is in the call: joining here moves me to this page. */
  elsewhere: boolean;
}

/** The group call of a room: the active one, otherwise the last one that ended while this page was open. */
export interface GroupCalls extends Readable<OwnGroupCall | null> {
  /** Loads the active call and keeps it current from then on, through every reconnect. */
  load(): Promise<void>;
  /** Starts a call and joins it. Rejects with `ChatError`: `call_exists`, `engine_away`, … */
  start(kind: CallKind): Promise<GroupCall>;
  /**
   * Joins the call with this page; a reload does not end that. Rejects with `ChatError`: `call_full`,
   * `call_ended`, `recording` (it is being recorded, and `allowRecording` is not set), …
   */
  join(options?: { allowRecording?: boolean }): Promise<GroupCall>;
  /** Raises or lowers my hand. Lowering that of another user needs `can['groupcall:end']`. */
  raiseHand(raised: boolean, userId?: string): Promise<GroupCall>;
  /**
   * Asks everybody to allow my recording (`call.recording.startedAt` is set once they have), answers such a question, or
   * stops the recording.
   */
  record(action: GroupRecordingAction): Promise<GroupCall>;
  leave(): Promise<GroupCall>;
  /** Ends the call for everyone. Needs `can['groupcall:end']`. */
  end(): Promise<GroupCall>;
  /**
   * Starts audio and video while this page is in the call: requests microphone and camera and joins the
   * engine. Resolves to the same object until the page leaves the call, which releases the devices. Browsers
   * only.
   */
  media(options?: GroupMediaOptions): Promise<GroupMedia>;
}

export interface GroupCallsFeature {
  api: LazyPart<GroupCalls>;
  live(): void;
  close(): void;
}

/** Access that expires sooner is renewed before it is used. */
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
  let rejoined: Promise<void> = Promise.resolve();
  let leaving = 0;
  const watchers = new Set<() => void>();

  const closeMedia = (): void => {
    const was = media;
    media = null;
    access = null;
    void was?.then((each) => each.close(), noop);
  };

  const put = (call: GroupCall): GroupCall => {
    const before = own?.call;
    // A response may be older than events since; and a call that ended before is not shown.
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
  // Same as `groupCallOf` of the protocol, which would become part of the first view if it was imported here.
  const onMessage = ({ id, rev, author, createdAt, groupCall, deletedAt }: Message): void => {
    if (groupCall && deletedAt === undefined) {
      const startedBy = { id: author.id, name: author.name };
      put({ ...groupCall, id, roomId, rev, startedBy, startedAt: createdAt });
    } else if (own?.call.id === id) over();
  };
  /** Marks the call as ended: its message was deleted, or the server does not know it. */
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
    // An event before the response is newer, but was made without knowing that this page joined.
    const last = own?.call;
    return put(last && last.id === entry.call.id && last.rev > entry.call.rev ? last : entry.call);
  };
  const rejoin = async (callId: string): Promise<void> => {
    try {
      enter(await callNow('groupcall:join', { roomId, callId, device }));
    } catch (error) {
      if (error instanceof ChatError && error.reason === 'recording') {
        joined = null;
        if (own) put(own.call);
        return;
      }
      if (error instanceof ChatError && ['not_found', 'conflict', 'forbidden'].includes(error.code)) over();
    }
  };

  const read = async (): Promise<void> => {
    const { call } = await callNow('groupcall:get', { roomId });
    if (!call) return over();
    put(call);
    const seat = call.seats.find(({ userId }) => userId === self());
    const before = remembered.of(call.id);
    // This page was in the call before it was reloaded.
    if (seat && joined !== call.id && seat.device === before) device = before;
    if (leaving > 0 || seat?.device !== device || (joined !== call.id && before !== device)) return;
    await (rejoined = rejoin(call.id));
  };
  const live = async (): Promise<void> => {
    if (wanted && sync.status === 'joined') await read().catch(noop); // retried with the next connection
  };

  // A rejoin after a reconnect would return a user to the call that they are leaving.
  const leave = async (): Promise<GroupCall> => {
    leaving += 1;
    try {
      await rejoined;
      return put(await ask('groupcall:leave', { roomId, callId: open() }));
    } finally {
      leaving -= 1;
    }
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
        access: async (fresh = false) => {
          if (joined !== id)
            throw new ChatError('conflict', 'this page is not in the call', { reason: 'call_ended' });
          if (!fresh && access && access.expiresAt - now() > freshMs) return access;
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
      join: async (options = {}) =>
        enter(await ask('groupcall:join', { roomId, callId: open(), device, ...options })),
      raiseHand: async (raised, userId) =>
        put(
          await ask('groupcall:hand', {
            roomId,
            callId: open(),
            raised,
            ...(userId === undefined ? {} : { userId }),
          }),
        ),
      record: async (action) => put(await ask('groupcall:record', { roomId, callId: open(), action })),
      leave,
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
