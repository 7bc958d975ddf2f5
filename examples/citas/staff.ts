// The staff: with the portal's key they get a token that the chat recognises.
import { createHash, randomBytes } from 'node:crypto';
import { jwt, type Authenticate } from '@chat/server';
import { SignJWT } from 'jose';

export interface Person {
  id: string;
  name: string;
}

export interface Staff {
  /** Returns the user of a token, or null. */
  authenticate: Authenticate;
  /** The same name is the same user again: all staff share one key. */
  person(nombre: string): Person;
  token(person: Person): Promise<string>;
}

export const createStaff = (): Staff => {
  // A new secret with each start: pages then request another token.
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
