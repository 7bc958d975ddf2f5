import type { CallKind, GroupCallAccess, User } from '@chat/protocol';
import type { Awaitable } from '../async/awaitable.ts';

/** A call as an engine knows it: by its id, which nobody guesses and no other call has. */
export interface EngineCall {
  id: string;
  roomId: string;
  kind: CallKind;
  /** People it takes. */
  maxPeople: number;
}

/**
 * What carries sound and picture of calls for many: a server of its own, which pages reach by themselves. `livekit()` and
 * `janus()` are ready-made; one of your own does these three. Each may be called again for what is done already. A rejection
 * of `admit` refuses whoever wants to come in; the other two are logged and repeated. `keep` is also repeated after it has
 * succeeded, until the tokens of the devices that left have lapsed, so that nobody comes back with one.
 */
export interface GroupCallEngine {
  /** By this name a page knows how to join it. */
  name: string;
  /** Lets one device in, and makes the engine's room where there is none. The token is to be short-lived, and of use for this call alone. */
  admit(
    call: EngineCall,
    who: { user: User; device: string },
  ): Awaitable<Omit<GroupCallAccess, 'engine' | 'iceServers'>>;
  /** Puts out of the engine's room whoever is not one of these devices. */
  keep(callId: string, devices: readonly string[]): Awaitable<void>;
  /** How long the tokens last that the engine itself gives to connected devices, ms. Absent: it gives none. */
  refreshedTokenMs?: number;
  /** Ends the engine's room, and with it whatever of the call is left there. */
  end(callId: string): Awaitable<void>;
}

/** How long an engine may take to answer, ms. */
export const engineTimeoutMs = 5_000;

/** Throws a plain `Error` that names the option when a page, or we, could not reach that. */
export const checkUrl = (option: string, value: string, protocols: readonly string[]): URL => {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (!url || !protocols.includes(url.protocol))
    throw new Error(`${option} must begin with ${protocols.map((each) => `'${each}//'`).join(' or ')}`);
  return url;
};

/** Throws a plain `Error` that names the option. */
export const checkText = (option: string, value: string): void => {
  if (!value) throw new Error(`${option} must not be empty`);
};

export const checkTtl = (option: string, seconds: number): void => {
  if (!(seconds >= 10 && seconds <= 86_400)) throw new Error(`${option} must be 10 to 86,400`);
};
