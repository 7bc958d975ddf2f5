import {
  ChatError,
  type ErrorCode,
  type LobbyMessage,
  type LobbyState,
  type WaitingUser,
} from '@chat/protocol';
import type { LazyPart } from '../../lazy/lazy.ts';
import { createTimer } from '../../platform/timer.ts';
import type { Readable } from '../../state/readable.ts';
import type { OnEvent, RoomContext } from '../../room/room-context.ts';
import { moderatorQueue } from '../../room/moderator-queue.ts';
import { noop } from '../../platform/noop.ts';
import { oneAtATime } from '../../platform/one-at-a-time.ts';

export interface LobbyView {
  /** My own place in the lobby; null if I have not knocked, or was admitted. */
  mine: Omit<LobbyState, 'repeatMs'> | null;
  /** Why I do not wait: the server has rejected my knock. */
  error: ChatError | null;
  /** For hosts: the users who wait, in the order of arrival. */
  waiting: readonly WaitingUser[];
  /** `waiting` is loaded. */
  loaded: boolean;
}

/** The lobby of a room that asks users to wait until a host admits them. */
export interface Lobby extends Readable<LobbyView> {
  /**
   * Waits in the lobby, in a private room with the code of an invite link. Once I am admitted, `mine.state` is
   * `admitted` and `join()` works. The client repeats it until `leave()`.
   */
  knock(code?: string): Promise<void>;
  /** Stops waiting. */
  leave(): Promise<void>;
  /** Writes to the hosts, or as a host to the waiting user. */
  send(text: string, userId?: string): Promise<LobbyMessage>;
  /** Loads the users who wait and keeps them current, through every reconnect. For hosts. */
  load(): Promise<void>;
  admit(userId: string): Promise<void>;
  /** Returns how many users were admitted. */
  admitAll(): Promise<number>;
  decline(userId: string): Promise<void>;
}

export interface LobbyFeature {
  api: LazyPart<Lobby>;
  /** Loads the users who wait again: events may have been missed. */
  live(): void;
  close(): void;
}

/** After a knock that failed. */
const retryMs = 5_000;
/** A host asks again after this time: on several nodes, events may be lost. */
const hostRepeatMs = 30_000;
/** Another knock would be rejected, too. */
const final: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['conflict', 'forbidden', 'not_found']);

export const lobby = (context: RoomContext, on: OnEvent, touch: () => void): LobbyFeature => {
  const { roomId, call, sync, self, newId } = context;
  let view: LobbyView = { mine: null, error: null, waiting: [], loaded: false };
  let code: string | undefined;
  let isKnocking = false;
  const again = createTimer();
  const hostAgain = createTimer();

  const show = (change: Partial<LobbyView>): void => {
    view = { ...view, ...change };
    touch();
  };
  const none: Pick<LobbyView, 'waiting' | 'loaded'> = { waiting: [], loaded: false };
  const queue = moderatorQueue(
    context,
    () => show(queue.get()),
    'lobby:admit',
    none,
    async () => ({ waiting: (await call('lobby:list', { roomId })).waiting, loaded: true }),
  );
  const refreshQueue = (): void => {
    hostAgain.stop();
    const isHost = sync.core.room?.lobby && sync.core.can?.['lobby:admit'];
    if (!isHost || sync.status === 'left' || sync.status === 'idle') return queue.refresh();
    queue.load().catch(noop);
    hostAgain.start(hostRepeatMs, refreshQueue);
  };

  const stop = (): void => {
    isKnocking = false;
    again.stop();
  };
  const knockNow = oneAtATime(async (): Promise<void> => {
    if (!isKnocking) return;
    again.stop();
    try {
      const { repeatMs, ...mine } = await call('room:knock', {
        roomId,
        ...(code === undefined ? {} : { code }),
      });
      if (!isKnocking) return;
      if (mine.state === 'waiting') again.start(repeatMs, refresh);
      else stop();
      show({ mine, error: null });
    } catch (error) {
      const isRejected = ChatError.is(error) && final.has(error.code);
      // The next knock says whether the user still waits.
      if (view.mine?.state === 'waiting' && !isRejected) return again.start(retryMs, refresh);
      stop();
      show({ mine: null, error: ChatError.is(error) ? error : null });
      throw error;
    }
  });
  const refresh = (): void => void knockNow().catch(noop);

  on('lobby:changed', ({ userId }) => {
    if (isKnocking && userId === self()) refresh();
    else if (sync.status === 'joined') refreshQueue();
  });
  on('room:updated', refreshQueue);

  const decided = async (work: Promise<unknown>, userId: string): Promise<void> => {
    await work;
    const waiting = view.waiting.filter(({ user }) => user.id !== userId);
    queue.show({ waiting, loaded: true });
  };

  return {
    live: () => {
      stop();
      if (view.mine || view.error) show({ mine: null, error: null });
      refreshQueue();
    },
    close: () => {
      stop();
      hostAgain.stop();
      queue.close();
    },
    api: {
      get: () => view,
      load: queue.load,
      knock: (by) => {
        code = by ?? code;
        isKnocking = true;
        return knockNow();
      },
      leave: async () => {
        stop();
        show({ mine: null, error: null });
        await call('lobby:leave', { roomId });
      },
      send: async (text, userId) => {
        const sent = await call('lobby:send', {
          roomId,
          id: newId(),
          text,
          ...(userId === undefined ? {} : { userId }),
        });
        if (isKnocking) refresh();
        return sent;
      },
      admit: (userId) => decided(call('lobby:admit', { roomId, userId }), userId),
      admitAll: async () => {
        const { admitted } = await call('lobby:admitAll', { roomId });
        refreshQueue();
        return admitted;
      },
      decline: (userId) => decided(call('lobby:decline', { roomId, userId }), userId),
    },
  };
};
