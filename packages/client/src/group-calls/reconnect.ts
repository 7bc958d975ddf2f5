import type { EngineWay } from './engine.ts';

/** Pause before a retry, ms: the first, and the longest. */
const againMs = { first: 1_000, most: 8_000 };

/** One attempt to connect to an engine. It has no effect after another one began or everything was closed. */
export interface Attempt {
  isCurrent: () => boolean;
  /** The previous attempt failed: fresh access is needed. */
  isRetry: boolean;
  /** Call it when connected. */
  onConnected: () => void;
  /** Call it when the connection is lost: starts another attempt after a pause. */
  onLost: () => void;
}

/**
 * Connects, and again after each failure with growing pauses, until it is closed; `drop` releases what the
 * last attempt had.
 */
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
    /** Reconnects at once. */
    restart: (): void => {
      failures = 0;
      giveUp();
      begin();
    },
    close: end,
  };
};
