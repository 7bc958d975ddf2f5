import type { IncomingHttpHeaders } from 'node:http';
import { ChatError, fields, parseField, type User } from '@chat/protocol';
import type { SettingStore } from '../storage/contract/storage.ts';

/** Somebody at the door: what they presented, and where they come from. */
export interface AuthRequest {
  transport: 'socket' | 'http';
  /** A bearer token, from the handshake's `auth.token` or the `Authorization` header. */
  token?: string;
  /** The name a guest would like to have. */
  name?: string;
  /** Names this device among the user's. */
  device?: string;
  /**
   * Of the request or of the websocket's upgrade. Cookies are among them unless the page is of another origin that only
   * `cors: '*'` lets in, so that no other site acts as the visitor.
   */
  headers: IncomingHttpHeaders;
  /** Remote address. */
  address: string;
  /** Names the request in the log, and in the error that is answered. */
  requestId?: string;
}

/** Who somebody is, and for how long. */
export interface Identity {
  user: User;
  /** When it lapses and live connections end with `expired`, ms since the epoch. Absent: never. */
  expiresAt?: number;
  /** A token that the server issued, told in `hello`. */
  token?: string;
}

/** An identity whose user is as they are shown, with what they say of themselves. */
export interface KnownIdentity extends Identity {
  /** The user as `authenticate` gave them. */
  given: User;
}

/** What the server lends to an authenticator. */
export interface AuthContext {
  settings: SettingStore;
  /** ms since the epoch. */
  now(): number;
  id(): string;
}

/**
 * Says who a request comes from. Null: nobody known, which is `unauthenticated` (or the next one's turn in `firstOf`).
 * A thrown `ChatError` is told to the client as it is; anything else that is thrown is a fault and is told as `internal`.
 */
export type Authenticate = (
  request: AuthRequest,
  context: AuthContext,
) => User | Identity | null | Promise<User | Identity | null>;

/** Among whom two guests may not have the same name: those present in a room, all connected, or nobody. */
export type UniqueNames = 'room' | 'server' | false;

/** Whether a name is kept from guests. */
export type ReservedNames = (name: string) => boolean | Promise<boolean>;

/** An authenticator that also says how names are kept apart. */
export type NamingAuthenticate = Authenticate & {
  unique?: UniqueNames;
  reserved?: ReservedNames;
  /** The issuer whose ids are user ids as they are. */
  bareIdsOf?: string;
  /** Days after which the token of a guest who has not come back has lapsed. */
  guestDays?: number;
};

/**
 * Asks `authenticate`, and answers a checked identity holding only known fields. Throws `unauthenticated`, `expired`, or
 * the authenticator's own `ChatError`. A fault of the authenticator, or a user without a valid id and name, goes to
 * `report` and is thrown as `internal` with the same `requestId` and without its text.
 */
export const identify = async (
  authenticate: Authenticate,
  request: AuthRequest,
  context: AuthContext,
  report: (error: unknown, requestId: string) => void = () => {},
): Promise<Identity> => {
  const fault = (error: unknown): ChatError => {
    const requestId = request.requestId ?? context.id();
    report(error, requestId);
    return new ChatError('internal', 'authentication failed', { requestId });
  };
  const answer = await ask(authenticate, request, context).catch((error: unknown) => {
    throw error instanceof ChatError ? error : fault(error);
  });
  if (answer == null) throw new ChatError('unauthenticated', unauthenticatedMessage);
  const checked = check(answer);
  if (checked instanceof Error) throw fault(checked);
  if (checked.expiresAt !== undefined && checked.expiresAt <= context.now())
    throw new ChatError('expired', 'the identity has expired');
  return checked;
};

/** What somebody is refused with whom `authenticate` returned null for. */
export const unauthenticatedMessage = 'a valid token or name is required';

const ask = async (
  authenticate: Authenticate,
  request: AuthRequest,
  context: AuthContext,
): Promise<User | Identity | null> => {
  const { token, name, device, ...rest } = request;
  return authenticate(
    {
      ...rest,
      ...presented('token', token, 8_192),
      ...presented('name', name, 1_024),
      ...presented('device', device, 128),
    },
    context,
  );
};

// A handshake is anything a stranger sends: what is not a short string goes no further.
const presented = (field: string, value: unknown, maxLength: number): Record<string, string> => {
  if (value == null) return {};
  if (typeof value !== 'string') throw new ChatError('invalid', `${field} must be a string`, { field });
  if (value.length > maxLength)
    throw new ChatError('too_large', `${field} must be at most ${maxLength} characters`, { field });
  return { [field]: value };
};

const check = (answer: User | Identity): Identity | Error => {
  try {
    const { user, expiresAt, token }: Identity = 'user' in answer ? answer : { user: answer };
    if (expiresAt !== undefined && !Number.isFinite(expiresAt))
      return new Error('authenticate answered a bad expiresAt');
    return {
      user: checkUser(user),
      ...(expiresAt === undefined ? {} : { expiresAt }),
      ...(token === undefined ? {} : { token }),
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return new Error(`authenticate answered an invalid user: ${why}`);
  }
};

const checkUser = (user: User): User => ({
  id: parseField(fields.id, user.id, 'id'),
  name: parseField(fields.name, user.name, 'name'),
  ...(user.avatarUrl == null
    ? {}
    : { avatarUrl: parseField(fields.pictureUrl, user.avatarUrl, 'avatarUrl') }),
  ...(user.bot ? { bot: true } : {}),
  ...(user.guest ? { guest: true } : {}),
  ...(user.role === 'admin' ? { role: 'admin' } : {}),
});
