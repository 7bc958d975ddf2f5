// Those who attend: who has the portal's key gets a token under which the chat knows them.
import { createHash, randomBytes } from 'node:crypto';
import { jwt, type Authenticate } from '@chat/server';
import { SignJWT } from 'jose';

export interface Person {
  id: string;
  name: string;
}

export interface Staff {
  /** Whom a token speaks of. Null without one. */
  authenticate: Authenticate;
  /** The same name is the same person again: the key is one for all of them. */
  person(nombre: string): Person;
  token(person: Person): Promise<string>;
}

export const createStaff = (): Staff => {
  // Another one with each start: pages ask for another token then.
  const secret = randomBytes(32).toString('base64url');
  const key = new TextEncoder().encode(secret);
  return {
    authenticate: jwt({ secret }),
    person: (nombre) => {
      const digest = createHash('sha256').update(nombre.normalize().toLocaleLowerCase('es')).digest('hex');
      return { id: `personal-${digest.slice(0, 16)}`, name: nombre };
    },
    token: ({ id, name }) =>
      new SignJWT({ name })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(id)
        .setExpirationTime('12h')
        .sign(key),
  };
};
