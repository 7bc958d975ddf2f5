import { isFor, type Message } from '@chat/protocol';

const isMessage = (value: object): value is Message => 'author' in value && 'seq' in value;

/** Finds messages in any reply or event that its receiver may not read. */
export const secretsIn = (given: unknown, userId: string): Message[] => {
  if (typeof given !== 'object' || given === null) return [];
  if (isMessage(given)) return isFor(given, userId) ? [] : [given];
  return Object.values(given).flatMap((part) => secretsIn(part, userId));
};
