import type { CallKind, GroupCallAccess, User } from '@chat/protocol';
import type { Awaitable } from '../async/awaitable.ts';

/** A call as the engine sees it: by its id, which is unique and cannot be guessed. */
export interface EngineCall {
  id: string;
  roomId: string;
  kind: CallKind;
  /** Maximum number of participants. */
  maxPeople: number;
}

/**
 * Carries sound and picture of group calls: a separate server that pages connect to directly. `livekit()` and
 * `janus()` are ready-made; an engine of your own implements these three methods. Each may be called again
 * for work that is done already. A rejection of `admit` refuses the user; the other two are logged and
 * repeated. `keep` is also repeated after it has succeeded, until the tokens of devices that left have
 * expired, so that none can return with one.
 */
export interface GroupCallEngine {
  /** The name by which a page selects the client for it. */
  name: string;
  /**
   * Admits one device, and creates the engine's room if there is none. The token must be short-lived and
   * valid for this call alone.
   */
  admit(
    call: EngineCall,
    who: { user: User; device: string },
  ): Awaitable<Omit<GroupCallAccess, 'engine' | 'iceServers'>>;
  /** Removes all other devices from the engine's room. */
  keep(callId: string, devices: readonly string[]): Awaitable<void>;
  /** Lifetime of the tokens that the engine itself gives to connected devices, ms. Absent: it gives none. */
  refreshedTokenMs?: number;
  /** Ends the engine's room with everything left in it. */
  end(callId: string): Awaitable<void>;
}

/** How long an engine may take to respond, ms. */
export const engineTimeoutMs = 5_000;

/** Throws a plain `Error` that names the option if the URL cannot be used. */
export const checkUrl = (option: string, value: string, protocols: readonly string[]): URL => {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (!url || !protocols.includes(url.protocol))
    throw new Error(`${option} must begin with ${protocols.map((each) => `'${each}//'`).join(' or ')}`);
  return url;
};

/** Throws a plain `Error` that names the option if it is empty. */
export const checkText = (option: string, value: string): void => {
  if (!value) throw new Error(`${option} must not be empty`);
};

export const checkTtl = (option: string, seconds: number): void => {
  if (!(seconds >= 10 && seconds <= 86_400)) throw new Error(`${option} must be 10 to 86,400`);
};
