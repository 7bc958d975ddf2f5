import type { User } from '@chat/protocol';
import type { Connection } from './connection.ts';

const nothing = (): void => undefined;
const never = (): boolean => false;

/** Where a request comes from, and what it is called. */
export interface RequestOrigin {
  address: string;
  requestId: string;
}

/** One REST request as a connection: it lives for one command, is in no room and hears nothing. */
export const requestConnection = (
  { user, given }: { user: User; given: User },
  id: string,
  { address = '', requestId }: Partial<RequestOrigin> = {},
): Connection => ({
  id,
  ...(requestId === undefined ? {} : { requestId }),
  user,
  given,
  idle: false,
  kind: 'http',
  address,
  ended: false,
  rooms: new Map(),
  deliver: nothing,
  write: nothing,
  isBehind: never,
  end: nothing,
});
