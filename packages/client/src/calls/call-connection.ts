import type { Call, CallSignal } from '@chat/protocol';
import type { CallCipher, OwnCall } from '../features/calls.ts';
import { noop } from '../platform/noop.ts';
import type { CallConnection } from './call-media.ts';

/**
 * Signals of a call, buffered until there is a listener: an offer may arrive before this page has its
 * devices.
 */
export interface Signals {
  put(callId: string, signal: CallSignal): void;
  /** Returns a function that removes the listener. */
  listen(callId: string, listener: (signal: CallSignal) => void): () => void;
}

const maxBuffered = 200;

export const createSignals = (): Signals => {
  const listeners = new Map<string, (signal: CallSignal) => void>();
  let buffered: { callId: string; signal: CallSignal }[] = [];
  return {
    put: (callId, signal) => {
      const listener = listeners.get(callId);
      if (listener) return listener(signal);
      buffered = [...buffered.filter((each) => each.callId === callId), { callId, signal }].slice(
        -maxBuffered,
      );
    },
    listen: (callId, listener) => {
      listeners.set(callId, listener);
      const early = buffered;
      buffered = [];
      for (const each of early) if (each.callId === callId) listener(each.signal);
      return () => void listeners.delete(callId);
    },
  };
};

export interface CallConnectionDeps {
  own(): OwnCall | null;
  /** Calls the listener on every change; returns a function that stops it. */
  onChange(listener: () => void): () => void;
  signals: Signals;
  call: Call;
  signal(callId: string, signal: CallSignal): Promise<void>;
  open: CallCipher['openSignal'];
  /** Calls the listener whenever this page has rejoined the call; returns a function that stops it. */
  onRejoined(listener: () => void): () => void;
}

/** The connection to the other device of a call that this page is in. */
export const createCallConnection = (
  { call: { id, kind, ...parties }, mine }: OwnCall,
  deps: CallConnectionDeps,
): CallConnection => {
  const { own, signals, call } = deps;
  const other = mine === 'caller' ? 'callee' : 'caller';
  const { userId } = parties[other];
  const now = (): string | null => {
    const at = own();
    const party = at?.call.id === id && at.call.state === 'active' ? at.call[other] : null;
    return party && !party.away ? (party.device ?? null) : null;
  };
  return {
    kind,
    isCaller: mine === 'caller',
    ice: () => call('call:ice', { callId: id }),
    signal: (signal) => deps.signal(id, signal),
    onSignal: (listener) =>
      signals.listen(id, (signal) => {
        deps.open(id, userId, signal).then(listener, noop); // the server made up what is not of the other device
      }),
    onPeer: (listener) => {
      let told: string | null | undefined;
      const look = (): void => {
        const at = now();
        if (at !== told) listener((told = at));
      };
      const stop = deps.onChange(look);
      look();
      const stopRejoined = deps.onRejoined(() => listener(now()));
      return () => {
        stop();
        stopRejoined();
      };
    },
  };
};
