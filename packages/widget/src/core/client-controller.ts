import { type ChatClient, type ChatClientOptions, createChatClient } from '@chat/client';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { inTab } from '../dom/browser-storage.ts';
import { defaultAddress } from './server-address.ts';
import { addPictureServer } from './picture-url.ts';

/** The identity of a connection. Without token and name the server may recognise the visitor by a cookie. */
export interface Identity {
  src: string;
  token?: ChatClientOptions['token'];
  name?: string;
}

interface Pooled {
  client: ChatClient;
  users: number;
}

/** The state that the elements of a page share for one server. */
export interface Visit {
  /** The guest name from the form, once the server has accepted it. */
  name: string;
  /** Grows with each sign-in of the page. */
  generation: number;
  hosts: Set<ReactiveControllerHost>;
}

const pool = new Map<string, Pooled>();
/** By the address of the server. */
export const visits = new Map<string, Visit>();
const functionIds = new WeakMap<() => Promise<string>, number>();
let nextFunctionId = 1;

export const visitOf = (src: string): Visit => {
  const visit = visits.get(src) ?? { name: '', generation: 0, hosts: new Set() };
  visits.set(src, visit);
  return visit;
};

const keyOf = ({ src, token, name }: Identity): string => {
  let id: unknown = token;
  if (typeof token === 'function') functionIds.set(token, (id = functionIds.get(token) ?? nextFunctionId++));
  return JSON.stringify([src, visitOf(src).generation, id ?? '', name ?? '']);
};

/**
 * Returns one client per server and identity, shared by all elements of the page. The last `release` closes it in the
 * next task, so that an element that only moves keeps its connection.
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

export interface ClientHost extends ReactiveControllerHost, HTMLElement {
  src: string;
  token: ChatClientOptions['token'] | null;
  name: string;
}

/**
 * The client of an element without a `client` property: made from its attributes, or the name from the form.
 */
export class ClientController implements ReactiveController {
  client: ChatClient | null = null;
  /** The name from the form. */
  chosen = '';
  #host: ClientHost;
  #named = '';
  #key: readonly unknown[] = [];
  #release: (() => void) | null = null;
  #visit: Visit | null = null;

  constructor(host: ClientHost) {
    this.#host = host;
    host.addController(this);
  }

  /** The server's address. */
  get src(): string {
    return (this.#host.src || defaultAddress()).replace(/\/+$/, '');
  }

  /** Neither a token nor a name is known: the server may recognise the visitor, or ask for a name. */
  get isAnonymous(): boolean {
    return !this.#host.token && !this.chosen && !this.#host.name;
  }

  /** Updates `client` to match the attributes. */
  update(): ChatClient {
    const { src } = this;
    const { token, name } = this.#host;
    const visit = visitOf(src);
    if (name !== this.#named || visit.generation !== this.#key[3]) this.chosen = '';
    this.#named = name;
    if (this.isAnonymous) this.chosen = visit.name || (inTab.get(`name:${src}`) ?? '');
    const used = this.chosen || name;
    const key = [src, token, used, visit.generation];
    if (this.client && key.every((part, index) => part === this.#key[index])) return this.client;
    this.drop();
    this.#key = key;
    this.#visit = visit;
    visit.hosts.add(this.#host);
    const acquired = acquireClient({ src, ...(token ? { token } : used ? { name: used } : {}) });
    this.#release = acquired.release;
    return (this.client = acquired.client);
  }

  drop(): void {
    // A client of the page's own may use another server, which `src` names then.
    addPictureServer(this.src);
    this.#visit?.hosts.delete(this.#host);
    this.#release?.();
    this.#release = null;
    this.client = null;
  }

  hostDisconnected(): void {
    setTimeout(() => {
      if (!this.#host.isConnected) this.drop();
    });
  }
}
