import { createChatClient, type ChatClient, type ChatClientOptions } from '@chat/client';

/** Who connects, and where to. */
export interface Identity {
  src: string;
  token?: ChatClientOptions['token'];
  name?: string;
}

interface Pooled {
  client: ChatClient;
  users: number;
}

const pool = new Map<string, Pooled>();
const functionIds = new WeakMap<() => Promise<string>, number>();
let nextFunctionId = 1;

const keyOf = ({ src, token, name }: Identity): string => {
  if (typeof token !== 'function') return JSON.stringify([src, token ?? '', name ?? '']);
  const id = functionIds.get(token) ?? nextFunctionId++;
  functionIds.set(token, id);
  return JSON.stringify([src, id, name ?? '']);
};

/**
 * One client per server and identity on a page, shared by all elements. `release` gives it back; the last one closes it,
 * after a turn, so that an element that only moves keeps its connection.
 */
export const acquireClient = (identity: Identity): { client: ChatClient; release: () => void } => {
  const key = keyOf(identity);
  const { src: url, token, name } = identity;
  const pooled = pool.get(key) ?? {
    client: createChatClient({ url, ...(token ? { token } : {}), ...(name ? { name } : {}) }),
    users: 0,
  };
  pool.set(key, pooled);
  pooled.users += 1;
  let released = false;
  const release = (): void => {
    if (released) return;
    released = true;
    setTimeout(() => {
      pooled.users -= 1;
      if (pooled.users > 0) return;
      pool.delete(key);
      void pooled.client.close();
    });
  };
  return { client: pooled.client, release };
};
