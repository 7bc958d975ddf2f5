import { ChatError, type CallKind, type GroupCallAccess, type User } from '@chat/protocol';
import type { IceFor } from '../calls/turn.ts';
import type { Logger } from '../logger.ts';
import type { GroupCallEngine } from './engine.ts';

/** The engine, as calls use it: what it cannot do now is said, or done again later. */
export interface EngineHand {
  /** Rejects with `overloaded` / `engine_away` when it does not let anybody in. */
  admit(
    call: { id: string; roomId: string; kind: CallKind },
    user: User,
    device: string,
  ): Promise<GroupCallAccess>;
  keep(callId: string, devices: readonly string[]): void;
  end(callId: string): void;
  /** Ends what could not be ended before. */
  again(): Promise<void>;
  /** Something is still to be ended. */
  isBusy(): boolean;
}

interface EngineHandDeps {
  logger: Logger;
  iceFor: IceFor;
  maxPeople: number;
}

export const toEngine = (
  engine: GroupCallEngine,
  { logger, iceFor, maxPeople }: EngineHandDeps,
): EngineHand => {
  const toEnd = new Set<string>();

  const end = async (callId: string): Promise<void> => {
    toEnd.add(callId);
    try {
      await engine.end(callId);
      toEnd.delete(callId);
    } catch (error) {
      logger.warn({ err: error, callId }, 'the engine has not ended a call yet');
    }
  };

  return {
    admit: async (call, user, device) => {
      try {
        const access = await engine.admit({ ...call, maxPeople }, { user, device });
        const { iceServers, relayOnly } = iceFor(user.id);
        return { engine: engine.name, iceServers, ...(relayOnly ? { relayOnly } : {}), ...access };
      } catch (error) {
        logger.warn({ err: error, callId: call.id }, 'the engine lets nobody into a call');
        const message = 'the engine of calls does not answer as it should';
        throw new ChatError('overloaded', message, { reason: 'engine_away' });
      }
    },
    keep: (callId, devices) => {
      void Promise.resolve(engine.keep(callId, devices)).catch((error: unknown) =>
        logger.warn({ err: error, callId }, 'the engine has not put out whoever left a call'),
      );
    },
    end: (callId) => void end(callId),
    again: async () => void (await Promise.all([...toEnd].map(end))),
    isBusy: () => toEnd.size > 0,
  };
};
