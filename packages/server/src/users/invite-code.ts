import { createHash, randomBytes } from 'node:crypto';
import { ChatError } from '@chat/protocol';

/** 144 bits: nobody guesses a code. */
const codeBytes = 18;

/** Makes the code of an invite link. */
export const newInviteCode = (): string => randomBytes(codeBytes).toString('base64url');

/** Only the hash of a code is stored. */
export const hashOf = (code: string): string => createHash('sha256').update(code).digest('base64url');

/** The same for all links that cannot be used, whether the room exists or not. */
export const inviteInvalid = (): ChatError =>
  new ChatError('not_found', 'this invite link is not valid', { reason: 'invite_invalid' });
