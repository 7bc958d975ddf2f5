import { ChatError, type CallKind, type GroupCallAccess, type Output, type User } from '@chat/protocol';
import type { Logger } from '../logger.ts';
import type { GroupCallEngine } from './engine.ts';

/** The engine as calls use it: failures are reported, or retried later. */
export interface EngineClient {
  /** Rejects with `overloaded` / `engine_away` if the engine admits nobody. */
  admit(
    call: { id: string; roomId: string; kind: CallKind },
    user: User,
    device: string,
  ): Promise<GroupCallAccess>;
  /**
   * Removes everyone but `devices`, now and with `again` until the tokens of those who are `gone` have
   * expired.
   */
  keep(callId: string, devices: readonly string[], gone: readonly string[]): void;
  end(callId: string): void;
  /**
   * Retries calls that could not be ended, and removes users who came back. `seated` returns the devices in a
   * call; null if it is over.
   */
  again(seated: (callId: string) => Promise<readonly string[] | null>): Promise<void>;
  /** Whether a call is still to be ended, or a user who left could still return with their token. */
  isBusy(): boolean;
}

/** Returns the ICE servers for one user. */
export type IceServersOf = (userId: string) => Output<'call:ice'>;

interface EngineClientDeps {
  logger: Logger;
  iceFor: IceServersOf;
  maxPeople: number;
  now(): number;
}

/** Assumed lifetime of a token from another process, ms; longer if this process has issued longer ones. */
const leastTokenMs = 300_000;

export const createEngineClient = (
  engine: GroupCallEngine,
  { logger, iceFor, maxPeople, now }: EngineClientDeps,
): EngineClient => {
  const toEnd = new Set<string>();
  /** By call, then by device: until when a token is valid, ms since the epoch. */
  const tokens = new Map<string, Map<string, number>>();
  /** By call: until when a user who has left has a valid token. */
  const guarded = new Map<string, number>();
  const running = new Set<string>();
  let longestMs = leastTokenMs;

  const given = (callId: string, device: string, expiresAt: number): void => {
    const ofCall = tokens.get(callId) ?? new Map<string, number>();
    tokens.set(callId, ofCall.set(device, expiresAt));
    longestMs = Math.max(longestMs, expiresAt - now());
  };

  /**
   * Runs one round. It counts if the engine has done it, and is the last one if it began after the last token
   * had expired.
   */
  const putOut = async (callId: string, devices: readonly string[]): Promise<void> => {
    if (running.has(callId)) return;
    running.add(callId);
    const begunAt = now();
    try {
      await engine.keep(callId, devices);
      if (begunAt > (guarded.get(callId) ?? 0)) guarded.delete(callId);
    } catch (error) {
      logger.warn({ err: error, callId }, 'the engine could not remove participants; it is tried again');
    } finally {
      running.delete(callId);
    }
  };

  const end = async (callId: string): Promise<void> => {
    toEnd.add(callId);
    guarded.delete(callId);
    tokens.delete(callId);
    try {
      await engine.end(callId);
      toEnd.delete(callId);
    } catch (error) {
      logger.warn({ err: error, callId }, 'the engine could not end a call; it is tried again');
    }
  };

  return {
    admit: async (call, user, device) => {
      try {
        const access = await engine.admit({ ...call, maxPeople }, { user, device });
        given(call.id, device, access.expiresAt);
        const { iceServers, relayOnly } = iceFor(user.id);
        return { engine: engine.name, iceServers, ...(relayOnly ? { relayOnly } : {}), ...access };
      } catch (error) {
        logger.warn({ err: error, callId: call.id }, 'the engine admits nobody to a call');
        const message = 'the engine of group calls is unavailable';
        throw new ChatError('overloaded', message, { reason: 'engine_away' });
      }
    },
    keep: (callId, devices, gone) => {
      const at = now();
      // An unknown device was admitted by another process.
      const lapses = gone.map((device) => tokens.get(callId)?.get(device) ?? at + longestMs);
      guarded.set(callId, Math.max(guarded.get(callId) ?? 0, at + (engine.refreshedTokenMs ?? 0), ...lapses));
      void putOut(callId, devices);
    },
    end: (callId) => void end(callId),
    again: async (seated) => {
      await Promise.all([...toEnd].map(end));
      await Promise.all(
        [...guarded.keys()].map(async (callId) => {
          const devices = await seated(callId);
          if (devices) await putOut(callId, devices);
          else guarded.delete(callId);
        }),
      );
    },
    isBusy: () => toEnd.size > 0 || guarded.size > 0,
  };
};
