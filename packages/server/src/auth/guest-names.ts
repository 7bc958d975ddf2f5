import { ChatError, type User } from '@chat/protocol';
import type { ReservedNames } from './authenticate.ts';
import { lookAlikes } from '../names/look-alike.ts';

const taken = (why: string): ChatError =>
  new ChatError('conflict', why, { reason: 'name_taken', field: 'name' });

/** Returns whether one of the users has this name or one that looks the same. */
export const isNameAmong = (name: string, users: Iterable<User>, except?: string): boolean => {
  const looksTheSame = lookAlikes([name]);
  for (const { id, name: other } of users) if (id !== except && looksTheSame(other)) return true;
  return false;
};

/**
 * Throws `conflict` / `name_taken` if another connected user has the same name or one that looks the same.
 */
export const mustBeFree = ({ id, name }: User, users: Iterable<User>): void => {
  if (isNameAmong(name, users, id)) throw taken('somebody here has this name');
};

/** Rejects with `conflict` / `name_taken` for a guest whose name is reserved. */
export const mustBeForGuests = async (
  { name, guest }: User,
  reserved: ReservedNames | undefined,
): Promise<void> => {
  if (guest && (await reserved?.(name))) throw taken('this name is not for guests');
};
