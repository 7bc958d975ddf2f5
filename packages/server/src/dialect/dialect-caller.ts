import { ChatError, type ChatEvent, type Presence } from '@chat/protocol';
import type { AuthRequest, KnownIdentity } from '../auth/authenticate.ts';
import type { OwnedSession } from '../transport/session.ts';
import { whenExpired } from '../auth/token-expiry.ts';
import type { Awaitable } from '../async/awaitable.ts';
import type { Caller, Credentials, DialectOptions } from './dialect.ts';
import type { LostGuests } from './guest-reclaim.ts';

/** The socket of one old front end. */
export interface DialectLine {
  request: Omit<AuthRequest, 'token' | 'name'>;
  emit(event: string, args: unknown[]): void;
  /** Ends the connection. */
  end(): void;
}

export interface CallerDeps {
  identify(request: AuthRequest): Promise<KnownIdentity>;
  /** Throws if an authenticated user is rejected; returns a function to call when the connection is over. */
  seat(identity: KnownIdentity): () => void;
  open(identity: KnownIdentity, address: string, dismissed: () => void): OwnedSession;
  lostGuests: LostGuests;
  /**
   * Ends the grace period of a user whose last connection was lost: the user leaves all rooms. Does nothing
   * while the user is connected.
   */
  endGrace(userId: string): void;
  /** Returns the users present in a room, as a member may see them. */
  present(roomId: string, userId: string): Presence[];
  /** An event could not be sent. */
  onError(error: unknown, event: string): void;
  now(): number;
}

/** A caller as its socket holds it. */
export interface OwnedCaller<State> extends Caller<State> {
  /** The connection is over. `onPurpose`: the client closed it. */
  onGone(onPurpose: boolean): void;
}

export const createCaller = <State>(
  { state, tells = {}, entered }: DialectOptions<State>,
  line: DialectLine,
  deps: CallerDeps,
): OwnedCaller<State> => {
  let session: OwnedSession | null = null;
  let entering = false;
  let isGone = false;
  let release = (): void => undefined;
  const { address } = line.request;

  const known = (): OwnedSession => {
    if (session === null) throw new ChatError('unauthenticated', 'sign in first');
    return session;
  };

  const ask = async ({ token, name }: Credentials): Promise<KnownIdentity> => {
    const found = await deps.identify({
      ...line.request,
      ...(token === undefined ? {} : { token }),
      ...(name === undefined ? {} : { name }),
    });
    const { id, guest } = found.user;
    // Gives the name of a lost guest away, never their identity.
    if (guest)
      for (const userId of deps.lostGuests.take(address, found.user.name))
        if (userId !== id) deps.endGrace(userId);
    return found;
  };

  const tell = (event: ChatEvent): Awaitable<void> => {
    const says = tells[event.type] as
      ((caller: Caller<State>, event: ChatEvent) => Awaitable<void>) | undefined;
    try {
      return says?.(caller, event);
    } catch (error) {
      // Later events are sent all the same.
      deps.onError(error, event.type);
    }
  };
  /** Events wait for an earlier one that takes time. */
  let telling: Promise<void> | null = null;
  const tellInTurn = (event: ChatEvent): void => {
    const known = telling ? telling.then(() => tell(event)) : tell(event);
    if (!(known instanceof Promise)) return;
    const turn = known
      .catch((error: unknown) => deps.onError(error, event.type))
      .finally(() => {
        if (telling === turn) telling = null;
      });
    telling = turn;
  };

  const caller: OwnedCaller<State> = {
    state: state?.() as State,
    get user() {
      return known().user;
    },
    get isKnown() {
      return session !== null;
    },
    enter: async (credentials) => {
      if (entering) throw new ChatError('conflict', 'a sign-in is in progress');
      entering = true;
      try {
        const found = await ask(credentials);
        const free = deps.seat(found);
        if (isGone) {
          free();
          throw new ChatError('disconnected', 'the connection is over');
        }
        session?.close();
        release();
        const opened = deps.open(found, address, () => opened === session && line.end());
        const stop = whenExpired(found.expiresAt, deps.now, () => opened.connection.end('expired'));
        opened.on('events', (events) => events.forEach(tellInTurn));
        release = () => {
          stop();
          free();
        };
        session = opened;
        try {
          await entered?.(caller);
        } catch (error) {
          deps.onError(error, 'entered');
        }
        return found;
      } finally {
        entering = false;
      }
    },
    present: (roomId) =>
      session?.connection.rooms.has(roomId) === true ? deps.present(roomId, session.user.id) : [],
    upload: async (roomId, file) => known().upload(roomId, file),
    headers: line.request.headers,
    call: async (name, input) => known().call(name, input),
    emit: (event, ...args) => line.emit(event, args),
    onGone: (onPurpose) => {
      if (isGone) return;
      isGone = true;
      release();
      if (onPurpose || !session) return session?.close();
      const { id: userId, name, guest } = session.user;
      if (guest) deps.lostGuests.add({ address, name, userId });
      session.lose();
    },
  };
  return caller;
};
