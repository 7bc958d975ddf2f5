import type { CallKind, CallSignal, ChatEvent, Output, RoomCall } from '@chat/protocol';
import type { CallMedia, MediaOptions } from '../calls/call-media.ts';
import type { createCallRegistry, CallRegistry, CallDeps } from '../calls/call-registry.ts';
import { rememberedDevice } from '../calls/call-device.ts';
import { createLazy, type LazyPart } from '../lazy/lazy.ts';
import type { Readable } from '../state/readable.ts';

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
  /**
   * Ends it. This page is out of it at once, whatever becomes of the connection: it answers without an `outcome` while the server is
   * not reached, and tells it when it is.
   */
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
  get(): readonly OwnCall[];
  room(roomId: string): LazyPart<Calls>;
  /** Of any event whose type begins with `call:`. */
  receive(event: ChatEvent): void;
  online(): void;
  forget(): void;
}

/** What can be done about the call of a room. */
export type CallMethods = Omit<Calls, keyof Readable<unknown>>;

const none: readonly OwnCall[] = [];
const methodNames = 'start accept reject hangup record signal ice media'.split(' ') as (keyof CallMethods)[];

/** Everything about calls is loaded with the first that rings or is started, unless it is given. */
export const calls = (
  deps: CallDeps,
  onChange: () => void,
  given?: typeof createCallRegistry,
): CallsFeature => {
  const registry = createLazy<CallRegistry>(
    async () =>
      (await import('../calls/call-registry.ts')).createCallRegistry(deps, onChange, rememberedDevice()),
    onChange,
    given?.(deps, onChange, rememberedDevice()),
  );
  return {
    get: () => registry.now()?.all() ?? none,
    room: (roomId) => ({
      get: () => registry.now()?.own(roomId) ?? null,
      ...(Object.fromEntries(
        methodNames.map((act) => [
          act,
          async (...given: never[]) => {
            const does = (await registry.load()).methods(roomId)[act] as (...given: never[]) => unknown;
            return does(...given);
          },
        ]),
      ) as unknown as CallMethods),
    }),
    receive: (event) => registry.use((found) => found.receive(event)),
    online: () => registry.now()?.online(),
    forget: () => registry.now()?.forget(),
  };
};
