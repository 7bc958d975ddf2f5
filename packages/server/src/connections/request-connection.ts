import type { User } from '@chat/protocol';
import type { Connection } from './connection.ts';

const nothing = (): void => undefined;
const never = (): boolean => false;

/** Address and id of a request. */
export interface RequestOrigin {
  address: string;
  requestId: string;
}

/** Wraps one REST request as a connection: it lives for one command, joins no room and gets no events. */
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
