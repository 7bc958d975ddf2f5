import type { Handshake, Hello, User } from '@chat/protocol';
import type { ClientStorage } from '../platform/client-storage.ts';

/** The credentials of the client, and their renewal. */
export interface Credentials {
  /** Resolves to the next handshake. Rejects if the application's token function does. */
  handshake(): Promise<Handshake>;
  /** Resolves to the token of an HTTP request: that of the last handshake, or a fresh one. */
  bearer(fresh: boolean): Promise<string | undefined>;
  /** Stores the token that the server gave a guest. Null: there is none to store. */
  save(hello: Hello): Promise<void> | null;
  /** The credentials were rejected. Resolves to whether another attempt would use different ones. */
  renew(): Promise<boolean>;
  /**
   * Returns a key of the user before the server has sent their id; null while unknown, and if it cannot be
   * that of `user`.
   */
  key(user: User | null): string | null;
}

interface Given {
  token?: string | (() => Promise<string>) | undefined;
  name?: string | undefined;
}

/** Guests do not need it: loaded with the first token. */
const lazyTokenKey = async (token: string): Promise<string> =>
  (await import('./token-subject.ts')).tokenKey(token);

/** Names that are equal after this are the same guest on this device. */
const fold = (name: string): string => name.normalize('NFKC').trim().toLowerCase();

/**
 * Guests' tokens are stored by server and name: two names are two guests, one name is the same guest again.
 */
export const createCredentials = (
  given: Given,
  storage: ClientStorage,
  server: () => string,
  newId: () => string,
  /** Called when `key` has changed. */
  onKeyChange: () => void,
  tokenKey: (token: string) => string | Promise<string> = lazyTokenKey,
): Credentials => {
  const { token, name } = given;
  let guestToken: string | undefined;
  let presented: string | null = null;
  let bearer = typeof token === 'string' ? token : undefined;
  let device: string | undefined;
  const key = () => `guest:${server()}:${fold(name ?? '')}`;

  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  const deviceId = async (): Promise<string> => {
    const known = text(await storage.get('device'));
    const id = known ?? newId();
    if (known === undefined) await storage.set('device', id);
    return id;
  };

  /** Without a key, messages are not stored until the server has sent the user's id. */
  const present = async (fresh: string): Promise<void> => {
    try {
      presented = await tokenKey(fresh);
    } catch {
      presented = null;
    }
    onKeyChange();
  };

  return {
    handshake: async () => {
      if (token !== undefined) {
        bearer = typeof token === 'string' ? token : await token();
        const presenting = present(bearer);
        device ??= await deviceId();
        await presenting;
        return { token: bearer, device };
      }
      device ??= await deviceId();
      guestToken ??= text(await storage.get(key()));
      return {
        ...(guestToken === undefined ? {} : { token: guestToken }),
        ...(name === undefined ? {} : { name }),
        device,
      };
    },
    bearer: async (fresh) => {
      if (token === undefined) return guestToken;
      if (fresh && typeof token === 'function') bearer = await token();
      return bearer;
    },
    save: (hello) => {
      if (token !== undefined || hello.token === undefined || hello.token === guestToken) return null;
      guestToken = hello.token;
      return storage.set(key(), guestToken);
    },
    renew: async () => {
      if (token !== undefined) return typeof token === 'function';
      if (guestToken === undefined) return false;
      guestToken = undefined;
      await storage.delete(key());
      return true;
    },
    key: (user) => {
      if (token !== undefined || name === undefined) return presented;
      // User ids contain no slash. A user who signed in by other means than the name is not that guest.
      return user === null || user.guest ? `guest/${fold(name)}` : null;
    },
  };
};
