import type { LazyPart } from '../lazy/lazy.ts';
import { view, type Readable } from '../state/readable.ts';
import type { RoomContext } from '../room/room-context.ts';
import { noop } from '../platform/noop.ts';

export interface TypingList {
  users: readonly { id: string; name: string }[];
  count: number;
}

export interface Typing extends Readable<TypingList> {
  /** Call it on every keystroke: it sends at most one command per 3 s, and stops by itself after a pause. */
  start(): void;
  stop(): void;
}

const renewMs = 3_000;
const pauseMs = 4_000;

export interface TypingFeature {
  api: LazyPart<Typing>;
  /** Ends typing without telling the server. */
  close(): void;
}

export const typing = ({ roomId, callNow, sync, user, now }: RoomContext): TypingFeature => {
  let sentAt: number | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  // Failures are ignored: the next keystroke tries again, and the server's state expires.
  const send = (value: boolean) => {
    if (sync.status === 'joined') callNow('typing:set', { roomId, typing: value }).catch(noop);
  };
  const close = () => {
    clearTimeout(timer);
    sentAt = null;
  };
  const stop = () => {
    const was = sentAt !== null;
    close();
    if (was) send(false);
  };

  const list = view(
    () => [sync.core.typing, sync.core.blocked, user()?.id],
    (): TypingList => {
      const { users, count } = sync.core.typing;
      const others = users.filter(({ id }) => id !== user()?.id && !sync.core.blocked.includes(id));
      return { users: others, count: Math.max(others.length, count - (users.length - others.length)) };
    },
  );

  return {
    close,
    api: {
      get: list.get,
      start: () => {
        if (sync.status !== 'joined') return;
        clearTimeout(timer);
        timer = setTimeout(stop, pauseMs);
        // In both directions: renewed also if the clock was set back.
        if (sentAt !== null && Math.abs(now() - sentAt) < renewMs) return;
        sentAt = now();
        send(true);
      },
      stop,
    },
  };
};
