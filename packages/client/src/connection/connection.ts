import {
  ChatError,
  isTransient,
  type Call,
  type ChatEvent,
  type ClosedCode,
  type ErrorBody,
  type Hello,
  type User,
} from '@chat/protocol';
import { backoffMs } from './backoff.ts';
import type { Credentials } from './credentials.ts';
import { disconnected, isSignedOut, timedOut, type Link, type LinkListeners, type OpenLink } from './link.ts';

/**
 * idle: no connection was needed yet. connecting: the first attempt. online. reconnecting: was online, and is
 * trying again. refused: the server rejected the connection (see `client.error`); `connect()` tries again.
 * closed: `close()` was called.
 */
export type ConnectionStatus = 'idle' | 'connecting' | 'online' | 'reconnecting' | 'refused' | 'closed';

/** Keeps one link connected, and decides when to try again. */
export interface Connection {
  readonly status: ConnectionStatus;
  readonly user: User | null;
  /** The last `hello` of the server. */
  readonly hello: Hello | null;
  readonly error: ChatError | null;
  connect(): Promise<void>;
  /** Waits for the connection, as long as a command may take. */
  call: Call;
  /** Rejects with `disconnected` at once unless online. */
  callNow: Call;
  /** The page or the network came back: connects now instead of waiting for the backoff. */
  wake(): void;
  /** Sets the user after a change of name or picture. */
  setUser(user: User): void;
  /** Replaces the current link, if any. `make` gets it and its listeners, which it may change. */
  relink(make: (link: Link, listeners: LinkListeners) => Link): void;
  close(): void;
}

export interface ConnectionOptions {
  open: OpenLink;
  credentials: Credentials;
  /** Whether the page is idle. */
  idle: () => boolean;
  timeoutMs: number;
  now: () => number;
  random: () => number;
  /** `last`: the user before. */
  onHello(hello: Hello, last: User | null): void;
  onEvents(events: ChatEvent[]): void;
  onStatus(status: ConnectionStatus): void;
  onError(error: ChatError): void;
}

// After a connection of this length, attempts are counted from zero again.
const steadyMs = 10_000;
const mostRenewals = 3;

export const createConnection = (options: ConnectionOptions): Connection => {
  const { open, credentials, timeoutMs, now, random } = options;
  let status: ConnectionStatus = 'idle';
  let user: User | null = null;
  let hello: Hello | null = null;
  let error: ChatError | null = null;
  let link: Link | null = null;
  let listeners: LinkListeners;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let run = 0; // an attempt of an earlier run has no effect
  let attempts = 0;
  let renewals = 0;
  let onlineSince = 0;
  let notBefore = 0; // requested by the server; `wake` respects it
  let wasOnline = false;
  let closedCode: ClosedCode | null = null;
  let waiting: { resolve: () => void; reject: (error: ChatError) => void }[] = [];

  const settle = (failure: ChatError | null) => {
    const settled = waiting;
    waiting = [];
    for (const { resolve, reject } of settled) {
      if (failure === null) resolve();
      else reject(failure);
    }
  };

  const setStatus = (next: ConnectionStatus) => {
    if (status === next) return;
    status = next;
    options.onStatus(next);
  };

  const drop = () => {
    run++;
    clearTimeout(timer);
    timer = undefined;
    link?.close();
    link = null;
  };

  const refuse = (failure: ChatError) => {
    drop();
    error = failure;
    setStatus('refused');
    settle(failure);
  };

  const attempt = async () => {
    drop();
    const mine = run;
    notBefore = 0;
    closedCode = null;
    setStatus(wasOnline ? 'reconnecting' : 'connecting');
    try {
      const auth = await credentials.handshake();
      if (mine !== run) return;
      const over = (failure: ErrorBody | null) => mine === run && void lost(failure);
      // Set before the link is opened, which may fail synchronously.
      timer = setTimeout(() => over(null), timeoutMs);
      listeners = {
        hello: (said) => mine === run && receiveHello(said, mine),
        events: (events) => mine === run && options.onEvents(events),
        drain: (inMs) => (notBefore = now() + inMs),
        closed: (code) => (closedCode = code),
        down: over,
      };
      link = open(options.idle() ? { ...auth, idle: true } : auth, listeners, timeoutMs);
    } catch (failure) {
      if (mine !== run) return;
      if (failure instanceof ChatError && !isTransient(failure.code)) return refuse(failure);
      options.onError(
        failure instanceof ChatError
          ? failure
          : new ChatError('unauthenticated', `unable to get a token; ${String(failure)}`),
      );
      retry(null);
    }
  };

  /** A new guest enters no room before their token is stored: after a reload their name would be taken. */
  const receiveHello = (said: Hello, mine: number) => {
    clearTimeout(timer);
    const saving = credentials.save(said);
    if (saving) void saving.then(() => mine === run && greet(said));
    else greet(said);
  };

  const greet = (said: Hello) => {
    const last = user;
    hello = said;
    user = said.user;
    error = null;
    wasOnline = true;
    onlineSince = now();
    options.onHello(said, last);
    setStatus('online');
    settle(null);
  };

  const retry = (failure: ErrorBody | null) => {
    const asked = Math.max(failure?.retryAfterMs ?? 0, notBefore - now());
    const wait = asked > 0 ? asked + random() * 500 : backoffMs(attempts, random);
    if (asked > 0) notBefore = now() + asked;
    attempts++;
    setStatus(wasOnline ? 'reconnecting' : 'connecting');
    timer = setTimeout(() => void attempt(), wait);
  };

  const lost = async (failure: ErrorBody | null) => {
    if (status === 'online' && now() - onlineSince >= steadyMs) attempts = renewals = 0;
    drop();
    const mine = run;
    const code = failure?.code ?? closedCode;
    if (isSignedOut(code)) {
      setStatus(wasOnline ? 'reconnecting' : 'connecting');
      // A connection closed as unauthenticated may try the same credentials again; a rejected handshake needs
      // others.
      const mayAsk = renewals++ < mostRenewals;
      const again =
        mayAsk && ((failure === null && code === 'unauthenticated') || (await credentials.renew()));
      if (mine !== run) return;
      if (again) return renewals === 1 ? void attempt() : retry(null);
      return refuse(failure === null ? endedBy(code) : ChatError.from(failure));
    }
    if (code === 'replaced') return refuse(endedBy(code));
    if (failure !== null && !isTransient(failure.code)) return refuse(ChatError.from(failure));
    retry(failure);
  };

  const connect = async () => {
    if (status === 'online') return;
    if (status === 'closed') throw closedError();
    const done = new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }));
    if (status === 'idle' || status === 'refused') {
      attempts = 0;
      renewals = 0;
      void attempt();
    }
    return done;
  };

  const callNow: Call = async (name, input) => {
    if (link === null || status !== 'online') throw status === 'closed' ? closedError() : disconnected();
    return link.call(name, input);
  };

  /**
   * Resolves when online; rejects after the timeout of a command, or when the server rejects the connection.
   */
  const onlineInTime = () => {
    let patience: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      patience = setTimeout(() => reject(status === 'connecting' ? timedOut() : disconnected()), timeoutMs);
    });
    return Promise.race([connect(), late]).finally(() => clearTimeout(patience));
  };

  return {
    get status() {
      return status;
    },
    get user() {
      return user;
    },
    get hello() {
      return hello;
    },
    get error() {
      return error;
    },
    connect,
    callNow,
    call: async (name, input) => {
      if (status === 'refused' && error !== null) throw error;
      if (status !== 'online') await onlineInTime();
      return callNow(name, input);
    },
    wake: () => {
      const idle = link === null && timer !== undefined;
      if (idle && notBefore <= now() && (status === 'connecting' || status === 'reconnecting'))
        void attempt();
    },
    setUser: (shown) => void (user = shown),
    relink: (make) => {
      if (link) link = make(link, listeners);
    },
    close: () => {
      drop();
      setStatus('closed');
      settle(closedError());
    },
  };
};

const closedError = () => new ChatError('disconnected', 'the client was closed');
const endedBy = (code: 'expired' | 'unauthenticated' | 'replaced') =>
  code === 'replaced'
    ? new ChatError('conflict', 'replaced by another connection', { reason: code })
    : new ChatError(code, 'the server ended the connection');
