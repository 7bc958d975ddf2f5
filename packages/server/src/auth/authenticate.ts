import type { IncomingHttpHeaders } from 'node:http';
import { ChatError, fields, parseField, type User } from '@chat/protocol';
import type { OverlayScope } from '../connections/connection.ts';
import type { SettingStore } from '../storage/contract/storage.ts';

/** The credentials of a request, and where it comes from. */
export interface AuthRequest {
  transport: 'socket' | 'http';
  /** A bearer token, from the handshake's `auth.token` or the `Authorization` header. */
  token?: string;
  /** The name that a guest asks for. */
  name?: string;
  /** Identifies this device among the user's devices. */
  device?: string;
  /**
   * Headers of the request or of the websocket's upgrade. Cookies are included unless the page is of another
   * origin that only `cors: '*'` allows, so that no other site acts as the visitor.
   */
  headers: IncomingHttpHeaders;
  /** Remote address. */
  address: string;
  /** Identifies the request in the log and in an error response. */
  requestId?: string;
}

/** An authenticated user, and for how long. */
export interface Identity {
  user: User;
  /** When the identity expires and live connections end with `expired`, ms since the epoch. Absent: never. */
  expiresAt?: number;
  /** A token that the server issued. Sent to the client in `hello`. */
  token?: string;
}

/** An identity whose user has the display name and picture of their profile. */
export interface KnownIdentity extends Identity {
  /** The user as `authenticate` returned them. */
  given: User;
  /** Set if it is an overlay. */
  overlay?: OverlayScope;
}

/** Services that the server provides to an authenticator. */
export interface AuthContext {
  settings: SettingStore;
  /** ms since the epoch. */
  now(): number;
  id(): string;
}

/**
 * Authenticates a request. Null: no known user; the request is rejected with `unauthenticated` (or `firstOf`
 * asks the next authenticator). The client receives a thrown `ChatError` unchanged; any other error becomes
 * `internal`.
 */
export type Authenticate = (
  request: AuthRequest,
  context: AuthContext,
) => User | Identity | null | Promise<User | Identity | null>;

/** The scope in which guest names are unique: the users present in a room, all connected users, or none. */
export type UniqueNames = 'room' | 'server' | false;

/** Returns whether a name is reserved and unavailable to guests. */
export type ReservedNames = (name: string) => boolean | Promise<boolean>;

/** An authenticator that also defines how names are kept unique. */
export type NamingAuthenticate = Authenticate & {
  unique?: UniqueNames;
  reserved?: ReservedNames;
  /** The issuer whose ids are used as user ids without a prefix. */
  bareIdsOf?: string;
  /** Days after which the token of an absent guest expires. */
  guestDays?: number;
};

/**
 * Calls `authenticate` and returns a validated identity that has only known fields. Throws `unauthenticated`,
 * `expired`, or the authenticator's own `ChatError`. Any other error, or a user without a valid id and name,
 * goes to `report`, and the caller gets `internal` with the same `requestId` and without its text.
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
  const result = await ask(authenticate, request, context).catch((error: unknown) => {
    throw error instanceof ChatError ? error : fault(error);
  });
  if (result == null) throw new ChatError('unauthenticated', unauthenticatedMessage);
  const checked = check(result);
  if (checked instanceof Error) throw fault(checked);
  if (checked.expiresAt !== undefined && checked.expiresAt <= context.now())
    throw new ChatError('expired', 'the identity has expired');
  return checked;
};

/** The message of the error if `authenticate` returned null. */
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

// Anyone can send a handshake: anything but a short string is rejected here.
const presented = (field: string, value: unknown, maxLength: number): Record<string, string> => {
  if (value == null) return {};
  if (typeof value !== 'string') throw new ChatError('invalid', `${field} must be a string`, { field });
  if (value.length > maxLength)
    throw new ChatError('too_large', `${field} must be at most ${maxLength} characters`, { field });
  return { [field]: value };
};

const check = (result: User | Identity): Identity | Error => {
  try {
    const { user, expiresAt, token }: Identity = 'user' in result ? result : { user: result };
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
