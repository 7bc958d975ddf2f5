import { ChatError } from '@chat/protocol';
import type { AuthContext, AuthRequest, Identity, NamingAuthenticate } from './authenticate.ts';
import type { User } from '@chat/protocol';

/**
 * Asks each authenticator in turn; the first that knows somebody decides. Put `guests()` last: it takes in whoever gives
 * a name.
 *
 * Null is "not mine": the next is asked. A `ChatError` is "this was presented to me, and I refuse it": the next may still
 * know the token as its own, but is not told the name, so that somebody whose token has expired is not let in as a guest
 * under the same name. When nobody knows them, `expired` is thrown if anybody said so (the client then fetches a new
 * token), else the first refusal. Any other error ends the search: who cannot answer must not be skipped.
 *
 * Throws if two `jwt()` name different issuers and both take `sub` as the user id, for two people may have the same.
 */
export const firstOf = (...authenticators: NamingAuthenticate[]): NamingAuthenticate => {
  const issuers = new Set(authenticators.flatMap(({ bareIdsOf }) => bareIdsOf ?? []));
  if (issuers.size > 1)
    throw new TypeError(
      `firstOf: ${[...issuers].join(' and ')} may give two people the same id: give one of them idPrefix, or a user function`,
    );
  const authenticate = async (
    request: AuthRequest,
    context: AuthContext,
  ): Promise<User | Identity | null> => {
    const refusals: ChatError[] = [];
    for (const next of authenticators) {
      try {
        const answer = await next(refusals.length > 0 ? withoutName(request) : request, context);
        if (answer != null) return answer;
      } catch (error) {
        if (!(error instanceof ChatError)) throw error;
        refusals.push(error);
      }
    }
    const refusal = refusals.find(({ code }) => code === 'expired') ?? refusals[0];
    if (refusal) throw refusal;
    return null;
  };
  const unique = authenticators.find((part) => part.unique !== undefined)?.unique;
  const reserved = authenticators.find((part) => part.reserved !== undefined)?.reserved;
  const guestDays = authenticators.find((part) => part.guestDays !== undefined)?.guestDays;
  return Object.assign(authenticate, {
    ...(unique === undefined ? {} : { unique }),
    ...(reserved === undefined ? {} : { reserved }),
    ...(guestDays === undefined ? {} : { guestDays }),
  });
};

const withoutName = (request: AuthRequest): AuthRequest => {
  const { name: _name, ...rest } = request;
  return rest;
};
