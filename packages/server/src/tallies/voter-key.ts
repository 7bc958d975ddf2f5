import { createHmac, randomBytes } from 'node:crypto';
import type { ChatStorage } from '../storage/contract/storage.ts';

/**
 * Returns the key of a user's vote in an anonymous poll: a keyed hash, so that a vote is unique and its record
 * names nobody.
 */
export type VoterKey = (roomId: string, messageId: string, userId: string) => Promise<string>;

/** All nodes on one store use the same secret. */
export const voterKeyFrom = (settings: ChatStorage['settings']): VoterKey => {
  let secret: Promise<string> | undefined;
  return async (roomId, messageId, userId) => {
    secret ??= settings.getOrSet('poll-secret', randomBytes(32).toString('base64url'));
    secret.catch(() => (secret = undefined));
    const about = JSON.stringify([roomId, messageId, userId]);
    return createHmac('sha256', await secret)
      .update(about)
      .digest('base64url');
  };
};
