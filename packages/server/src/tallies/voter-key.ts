import { createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import type { ChatStorage } from '../storage/contract/storage.ts';

/**
 * Returns the key of a user's vote in an anonymous poll: a keyed hash, so that a vote is unique and its record
 * names nobody.
 */
export type VoterKey = (roomId: string, messageId: string, userId: string) => Promise<string>;

/** All nodes on one store use the same secret. */
export const voterKeyFrom = (settings: ChatStorage['settings']): VoterKey => {
  const readSecret = async (): Promise<KeyObject> =>
    createSecretKey(await settings.getOrSet('poll-secret', randomBytes(32).toString('base64url')), 'utf8');
  let secret: Promise<KeyObject> | undefined;
  return async (roomId, messageId, userId) => {
    if (secret === undefined) {
      secret = readSecret();
      secret.catch(() => (secret = undefined));
    }
    const about = JSON.stringify([roomId, messageId, userId]);
    return createHmac('sha256', await secret)
      .update(about)
      .digest('base64url');
  };
};
