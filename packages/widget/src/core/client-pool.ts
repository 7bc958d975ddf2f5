import { createChatClient, type ChatClient, type ChatClientOptions } from '@chat/client';
import type { ReactiveControllerHost } from 'lit';

/** A connection's identity: without token and name the server may recognise the visitor by a cookie. */
export interface Identity {
  src: string;
  token?: ChatClientOptions['token'];
  name?: string;
}

interface Pooled {
  client: ChatClient;
  users: number;
}

/** What the elements of a page share for one server. */
export interface Visit {
  /** The guest's name that the form was given and the server accepted. */
  name: string;
  /** Counts the sign-ins of the page. */
  turn: number;
  hosts: Set<ReactiveControllerHost>;
}

const pool = new Map<string, Pooled>();
/** By the address of the server. */
export const visits = new Map<string, Visit>();
const functionIds = new WeakMap<() => Promise<string>, number>();
let nextFunctionId = 1;

export const visitOf = (src: string): Visit => {
  const visit = visits.get(src) ?? { name: '', turn: 0, hosts: new Set() };
  visits.set(src, visit);
  return visit;
};

const keyOf = ({ src, token, name }: Identity): string => {
  let id: unknown = token;
  if (typeof token === 'function') functionIds.set(token, (id = functionIds.get(token) ?? nextFunctionId++));
  return JSON.stringify([src, visitOf(src).turn, id ?? '', name ?? '']);
};

/**
 * One client per server and identity on a page, shared by all elements. `release` gives it back; the last one closes it,
 * after a turn, so that an element that only moves keeps its connection.
 */
export const acquireClient = (identity: Identity): { client: ChatClient; release: () => void } => {
  const key = keyOf(identity);
  const { src: url, ...rest } = identity;
  const pooled = pool.get(key) ?? { client: createChatClient({ url, ...rest }), users: 0 };
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
