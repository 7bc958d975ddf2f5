import type { CallKind, CallSignal, ChatEvent, Output, RoomCall } from '@chat/protocol';
import type { CallMedia, MediaOptions } from '../calls/call-media.ts';
import type { createCallRegistry, CallRegistry, CallDeps } from '../calls/call-registry.ts';
import { rememberedDevice } from '../calls/call-device.ts';
import { createLazy, type LazyPart } from '../lazy/lazy.ts';
import type { Readable } from '../state/readable.ts';

/** A call of mine as it is now. */
export interface OwnCall {
  call: RoomCall;
  /** My role in it. */
  mine: 'caller' | 'callee';
  /** This page is in the call, not another device of mine. */
  here: boolean;
}

/**
 * The call of a room: the one that rings or is active, otherwise the last one that ended while this page was
 * open.
 */
export interface Calls extends Readable<OwnCall | null> {
  /**
   * Calls the other member of a direct room. Rejects with `ChatError`: `not_two`, `nobody_to_call`,
   * `in_call`, …
   */
  start(kind: CallKind): Promise<RoomCall>;
  /** Accepts the call on this page; it stops ringing on other devices. */
  accept(): Promise<RoomCall>;
  reject(options?: { busy?: boolean }): Promise<RoomCall>;
  /**
   * Ends the call on this page at once. If the server cannot be reached, it resolves without an `outcome`,
   * and the client reports the end when it can.
   */
  hangup(): Promise<RoomCall>;
  /** Shows both users that I started or stopped recording. The page makes and stores the recording itself. */
  record(recording: boolean): Promise<RoomCall>;
  /** Sends a signal to the other device, which gets it as event `call:signal`. In an encrypted room only it can read it. */
  signal(signal: CallSignal): Promise<void>;
  /** Resolves to STUN and TURN servers for an `RTCPeerConnection` of this call. */
  ice(): Promise<Output<'call:ice'>>;
  /**
   * Starts audio and video while this page is in the call: requests microphone and camera, connects to the
   * other device and reconnects when the connection is lost. The caller can start them while the call rings;
   * nothing is sent before the call is answered. Resolves to the same object for one call; it releases the
   * devices when the call ends. Browsers only.
   */
  media(options?: MediaOptions): Promise<CallMedia>;
}

/** How the signals of a room's calls travel. */
export interface CallCipher {
  /** Rejects with `ChatError` if this device cannot encrypt for the others. */
  readyToCall(): Promise<void>;
  /** Returns the signal as the server gets it. `seat`: the name of this page in the call. */
  sealSignal(callId: string, seat: string, signal: CallSignal): Promise<CallSignal>;
  /** Resolves to the signal of `userId`. Rejects, in an encrypted room, what no device of theirs sent, or sent before. */
  openSignal(callId: string, userId: string, signal: CallSignal): Promise<CallSignal>;
}

export interface CallsFeature {
  /** Returns the calls in all my rooms that ring or are active. */
  get(): readonly OwnCall[];
  room(roomId: string, cipher: CallCipher): LazyPart<Calls>;
  /** Takes events whose type begins with `call:`. */
  receive(event: ChatEvent): void;
  online(): void;
  forget(): void;
}

/** The methods of `Calls`. */
export type CallMethods = Omit<Calls, keyof Readable<unknown>>;

const none: readonly OwnCall[] = [];
const methodNames = 'start accept reject hangup record signal ice media'.split(' ') as (keyof CallMethods)[];

/** The code of calls is loaded with the first call that rings or is started, unless it is given. */
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
    room: (roomId, cipher) => ({
      get: () => registry.now()?.own(roomId) ?? null,
      ...(Object.fromEntries(
        methodNames.map((act) => [
          act,
          async (...given: never[]) => {
            const does = (await registry.load()).methods(roomId, cipher)[act] as (
              ...given: never[]
            ) => unknown;
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
