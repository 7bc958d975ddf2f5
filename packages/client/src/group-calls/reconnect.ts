import type { EngineWay } from './engine.ts';

/** Asking again after a failure, ms: at first, and at most. */
const againMs = { first: 1_000, most: 8_000 };

/** One try to reach an engine. Once another has begun, or all is closed, nothing of it counts. */
export interface Attempt {
  isCurrent: () => boolean;
  /** Whether the one before failed: what opens the engine is to be made anew. */
  isRetry: boolean;
  /** Says that the engine is reached. */
  onConnected: () => void;
  /** Gives it up, and begins another after a while. */
  onLost: () => void;
}

/** Connects, and again after each failure, later and later, until it is closed; `drop` lets go of what the last attempt had. */
export const keepConnected = (
  status: EngineWay['status'],
  drop: () => void,
  connect: (attempt: Attempt) => Promise<void>,
) => {
  let current = 0;
  let wasConnected = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const end = (): void => {
    current++;
    clearTimeout(timer);
    drop();
  };
  const giveUp = (): void => {
    end();
    status(wasConnected ? 'reconnecting' : 'connecting');
  };
  const begin = (): void => {
    const mine = ++current;
    const isCurrent = () => mine === current;
    const onConnected = (): void => {
      if (!isCurrent()) return;
      wasConnected = true;
      failures = 0;
      status('connected');
    };
    const onLost = (): void => {
      if (!isCurrent()) return;
      giveUp();
      timer = setTimeout(begin, Math.min(againMs.most, againMs.first * 2 ** failures++));
    };
    connect({ isCurrent, isRetry: failures > 0, onConnected, onLost }).catch(onLost);
  };
  begin();

  return {
    /** Begins anew at once. */
    restart: (): void => {
      failures = 0;
      giveUp();
      begin();
    },
    close: end,
  };
};
