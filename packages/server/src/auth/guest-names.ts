import { ChatError, type User } from '@chat/protocol';
import type { ReservedNames } from './authenticate.ts';
import { lookAlikes } from '../names/look-alike.ts';

const taken = (why: string): ChatError =>
  new ChatError('conflict', why, { reason: 'name_taken', field: 'name' });

/** Whether one of these has this name, or one that looks the same. */
export const isNameAmong = (name: string, users: Iterable<User>, except?: string): boolean => {
  const looksTheSame = lookAlikes([name]);
  for (const { id, name: other } of users) if (id !== except && looksTheSame(other)) return true;
  return false;
};

/** Throws `conflict` / `name_taken` when somebody else is here under the same name, or one that looks the same. */
export const mustBeFree = ({ id, name }: User, users: Iterable<User>): void => {
  if (isNameAmong(name, users, id)) throw taken('somebody here has this name');
};

/** Rejects with the same for a guest whose name is kept from guests. */
export const mustBeForGuests = async (
  { name, guest }: User,
  reserved: ReservedNames | undefined,
): Promise<void> => {
  if (guest && (await reserved?.(name))) throw taken('this name is not for guests');
};
