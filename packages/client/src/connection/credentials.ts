import type { Handshake, Hello, User } from '@chat/protocol';
import type { ClientStorage } from '../platform/client-storage.ts';

/** Who we say we are, and how that is renewed. */
export interface Credentials {
  /** What the next handshake presents. Rejects when the application's token function does. */
  handshake(): Promise<Handshake>;
  /** What a request over HTTP presents: the token of the last handshake, or a fresh one. */
  bearer(fresh: boolean): Promise<string | undefined>;
  /** Keeps what the server gave a guest. */
  save(hello: Hello): Promise<void>;
  /** What we presented is no longer good: true when another try presents something else. */
  renew(): Promise<boolean>;
  /** Stands for who we are until the server has said so, and for nobody else who then is `user`; null while nobody knows. */
  key(user: User | null): string | null;
}

interface Given {
  token?: string | (() => Promise<string>) | undefined;
  name?: string | undefined;
}

/** Guests need none of it, so it is loaded with the first token. */
const lazyTokenKey = async (token: string): Promise<string> =>
  (await import('./token-subject.ts')).tokenKey(token);

/** Names that are the same guest on this device. */
const fold = (name: string): string => name.normalize('NFKC').trim().toLowerCase();

/** A guest's token is kept by server and name: two tabs under two names are two guests, one name is the same guest again. */
export const createCredentials = (
  given: Given,
  storage: ClientStorage,
  server: () => string,
  newId: () => string,
  /** `key` is another. */
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

  /** Without a key, what is written before the server has said who writes is stored only then. */
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
    save: async (hello) => {
      if (token !== undefined || hello.token === undefined || hello.token === guestToken) return;
      guestToken = hello.token;
      await storage.set(key(), guestToken);
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
      // The slash keeps it apart from every user id. Who is here by other means than the name is not that guest.
      return user === null || user.guest ? `guest/${fold(name)}` : null;
    },
  };
};
