import { ChatError } from '@chat/protocol';
import type { AuthContext, AuthRequest, Identity, NamingAuthenticate } from './authenticate.ts';
import type { User } from '@chat/protocol';

/**
 * Calls each authenticator in turn; the first one that returns a user decides. Put `guests()` last: it
 * accepts everyone who gives a name.
 *
 * Null means "not mine": the next one is asked. A `ChatError` means "presented to me, and rejected": the next
 * one may still recognise the token as its own but does not get the name, so that a user whose token has
 * expired is not admitted as a guest of the same name. If none returns a user, `expired` is thrown if any
 * authenticator threw it (the client then fetches a new token), else the first rejection. Any other error
 * stops the search: an authenticator that fails must not be skipped.
 *
 * Throws if two `jwt()` use different issuers and both take `sub` as the user id, because two users may have
 * the same one.
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
