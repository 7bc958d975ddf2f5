import type { CallKind, CallSignal, EventOf, Output, RoomCall } from '@chat/protocol';
import type { CallMedia, MediaOptions } from '../call/call-media.ts';
import type { CallBook, CallDeps } from '../call-book.ts';
import type { Readable } from '../readable.ts';

/** A call of mine, as it is now. */
export interface OwnCall {
  call: RoomCall;
  /** Which of the two I am. */
  mine: 'caller' | 'callee';
  /** It is this page, or app, that is in the call. */
  here: boolean;
}

/** The call of one room: the one that rings or goes on, else the one that ended last while this page was open. */
export interface Calls extends Readable<OwnCall | null> {
  /** Calls the other of a room of two. Rejects with `ChatError`: `not_two`, `nobody_to_call`, `in_call`, … */
  start(kind: CallKind): Promise<RoomCall>;
  /** Answers with this page; the call rings nowhere else then. */
  accept(): Promise<RoomCall>;
  reject(options?: { busy?: boolean }): Promise<RoomCall>;
  hangup(): Promise<RoomCall>;
  /** Says that I record, or no longer do: both see it. What is recorded is the caller's to make and keep. */
  record(recording: boolean): Promise<RoomCall>;
  /** Tells the device of the other, which hears it as `call:signal`. */
  signal(signal: CallSignal): Promise<void>;
  /** Servers for an `RTCPeerConnection` of this call. */
  ice(): Promise<Output<'call:ice'>>;
  /**
   * Sound and picture, while this page is in the call: asks for microphone and camera, finds the other, and finds them again
   * after a cut. The same object for one call; it gives the devices back when the call ends. Browsers only.
   */
  media(options?: MediaOptions): Promise<CallMedia>;
}

export interface CallsFeature {
  /** Calls in all my rooms that ring or go on. */
  api: Readable<readonly OwnCall[]>;
  room(roomId: string): Calls;
  receive(event: EventOf<'call:changed' | 'call:signal'>): void;
  online(): void;
  forget(): void;
}

const none: readonly OwnCall[] = [];

/** Everything about calls is loaded with the first that rings or is started. */
export const calls = (deps: CallDeps): CallsFeature => {
  let book: CallBook | null = null;
  let opened: (book: CallBook) => void;
  const open = new Promise<CallBook>((resolve) => (opened = resolve));
  const load = async (): Promise<CallBook> => {
    const { callBook } = await import('../call-book.ts');
    opened((book ??= callBook(deps)));
    return book;
  };

  const late = <T>(of: (book: CallBook) => Readable<T>, before: T): Readable<T> => ({
    get: () => (book ? of(book).get() : before),
    subscribe: (listener) => {
      if (book) return of(book).subscribe(listener);
      let stop: (() => void) | null = () => {};
      listener(before);
      void open.then((found) => stop && (stop = of(found).subscribe(listener)));
      return () => {
        stop?.();
        stop = null;
      };
    },
  });

  return {
    api: late((found) => found.all, none),
    room: (roomId) => {
      const within = async () => (await load()).room(roomId);
      return {
        ...late<OwnCall | null>((found) => found.room(roomId), null),
        start: async (kind) => (await within()).start(kind),
        accept: async () => (await within()).accept(),
        reject: async (options) => (await within()).reject(options),
        hangup: async () => (await within()).hangup(),
        record: async (recording) => (await within()).record(recording),
        signal: async (signal) => (await within()).signal(signal),
        ice: async () => (await within()).ice(),
        media: async (options) => (await within()).media(options),
      };
    },
    // What cannot be loaded is told again with the next change, or connection.
    receive: (event) =>
      void load().then(
        (found) => found.receive(event),
        () => {},
      ),
    online: () => book?.online(),
    forget: () => book?.forget(),
  };
};
