import type { IncomingMessage } from 'node:http';
import { ChatError, type ErrorCode, type User } from '@chat/protocol';
import {
  identify,
  type AuthRequest,
  type Identity,
  type KnownIdentity,
  type NamingAuthenticate,
} from './authenticate.ts';
import type { ConnectionLimits } from '../limits/connection-limits.ts';
import { isAllowedOrigin, isServedHost, type Cors } from './allowed-origin.ts';
import { trustedHeaders } from './trusted-headers.ts';
import type { DisplayedUsers } from '../users/displayed-user.ts';
import type { Logger } from '../logger.ts';
import type { SettingStore } from '../storage/contract/storage.ts';
import type { Overlays } from '../live/overlays.ts';
import type { OnlineUsers } from '../users/online-users.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import type { RefusalLog } from './refusal-log.ts';
import { requestIdOf } from '../errors/request-id.ts';
import { isNameAmong, mustBeForGuests, mustBeFree } from './guest-names.ts';

/** Decides which requests and users are admitted. */
export interface Admission {
  /** Throws if a request is rejected before any of it is read. */
  admit(request: IncomingMessage): void;
  /** Throws if a request uses a host name under which the chat is not served. */
  admitHost(request: IncomingMessage): void;
  /** Counts a request by its address. Throws `rate_limited`. */
  takeRequest(address: string, requestId?: string): void;
  /** Authenticates a request. Rejects with the reason for refusing it. */
  identify(request: AuthRequest): Promise<KnownIdentity>;
  /** The same for a socket, which may be an overlay's. */
  identifySocket(request: AuthRequest): Promise<KnownIdentity>;
  /** Authenticates a request that has been counted already. */
  identifyCounted(request: AuthRequest): Promise<KnownIdentity>;
  /** Throws if an authenticated user is rejected. */
  welcome(identity: Identity): void;
  /** Returns whether a connected user has this name or one that looks the same. */
  isNameTaken(name: string): boolean;
}

interface AdmissionDeps {
  authenticate: NamingAuthenticate;
  storage: { settings: SettingStore };
  logger: Logger;
  address(request: IncomingMessage): string;
  now(): number;
  id(): string;
  onlineUsers: Pick<OnlineUsers, 'users'>;
  displayedUsers: Pick<DisplayedUsers, 'resolve'>;
  rateLimits: Pick<RateLimits, 'takeRequest'>;
  connectionLimits: Pick<ConnectionLimits, 'check'>;
  refusals: RefusalLog;
  hosts: readonly string[] | undefined;
  overlays: Pick<Overlays, 'identify'>;
  /** Counts a refusal. */
  onRefused(code: ErrorCode): void;
  cors: Cors | undefined;
  isDraining(): boolean;
  /** Rejects if the user has been erased. */
  rejectErased(userId: string): Promise<void>;
}

export const createAdmission = (deps: AdmissionDeps): Admission => {
  const { authenticate, storage, logger, now, id } = deps;
  const report = (error: unknown, requestId: string): void =>
    logger.error({ err: error, requestId }, 'authenticate failed');

  /** Counts and logs a refused sign-in. */
  const fail = (error: unknown, { requestId }: AuthRequest): never => {
    if (isRefusedSignIn(error)) deps.refusals.signIn(error, requestId);
    if (error instanceof ChatError) deps.onRefused(error.code);
    throw error;
  };

  const identifyCounted = async (asked: AuthRequest): Promise<KnownIdentity> => {
    const request = { ...asked, headers: trustedHeaders(asked.headers, deps.cors) };
    const identity = await identify(
      authenticate,
      request,
      { settings: storage.settings, now, id },
      report,
    ).catch((error: unknown) => fail(error, request));
    const known = await deps.displayedUsers.resolve(identity);
    await mustBeForGuests(known.user, authenticate.reserved);
    // Comes last: it sees an erasure that began before, and an erasure that begins now finds the connection.
    await deps.rejectErased(identity.user.id);
    return known;
  };

  const refuse = (error: ChatError, from: { address: string; requestId?: string }): void => {
    deps.onRefused(error.code);
    // The log of refused origins has more details.
    if (error.reason !== 'origin') deps.refusals.request(error, from);
  };

  /** Counts and logs the error that a check of a request throws. */
  const refusing =
    (check: (request: IncomingMessage) => void) =>
    (request: IncomingMessage): void => {
      try {
        check(request);
      } catch (error) {
        const from = { address: deps.address(request), requestId: requestIdOf(request, id) };
        if (error instanceof ChatError) refuse(error, from);
        throw error;
      }
    };

  const checkHost = (request: IncomingMessage): void => {
    if (!isServedHost(request, deps.hosts))
      throw new ChatError('forbidden', 'the chat is not served under this host: see the option hosts');
  };

  const admit = (request: IncomingMessage): void => {
    if (deps.isDraining()) throw new ChatError('overloaded', 'the server is closing');
    checkHost(request);
    if (!isAllowedOrigin(request, deps.cors)) {
      deps.refusals.origin(request);
      throw new ChatError('forbidden', 'origin not allowed', { reason: 'origin' });
    }
    deps.connectionLimits.check(deps.address(request));
  };

  const takeRequest = (address: string, requestId?: string): void => {
    try {
      deps.rateLimits.takeRequest(address);
    } catch (error) {
      if (error instanceof ChatError)
        refuse(error, { address, ...(requestId !== undefined && { requestId }) });
      throw error;
    }
  };

  return {
    admit: refusing(admit),
    admitHost: refusing(checkHost),
    takeRequest,
    identify: async (request) => {
      takeRequest(request.address, request.requestId);
      return identifyCounted(request);
    },
    identifySocket: async (request) => {
      takeRequest(request.address, request.requestId);
      const overlay = await deps.overlays
        .identify(request.token)
        .catch((error: unknown) => fail(error, request));
      return overlay ?? identifyCounted(request);
    },
    identifyCounted,
    welcome: ({ user }: { user: User }) => {
      if (authenticate.unique === 'server' && user.guest) mustBeFree(user, deps.onlineUsers.users());
    },
    isNameTaken: (name) => isNameAmong(name, deps.onlineUsers.users()),
  };
};

/** Excludes requests without credentials and expired tokens: the client fetches a new token for these. */
const isRefusedSignIn = (error: unknown): error is ChatError =>
  ChatError.is(error) && error.code === 'unauthenticated' && error.reason !== 'name_required';
