import type { ChatClient, ChatClientOptions } from '@chat/client';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { picturesFrom } from '../ui/avatar.ts';
import { acquireClient, visitOf, type Visit } from './client-pool.ts';
import { inTab } from '../dom/browser-storage.ts';
import { defaultAddress } from './server-address.ts';

export interface ClientHost extends ReactiveControllerHost, HTMLElement {
  src: string;
  token: ChatClientOptions['token'] | null;
  name: string;
}

/** The client of an element that was given none: from its attributes, or the name that the form was given. */
export class ClientController implements ReactiveController {
  client: ChatClient | null = null;
  /** The name that the form was given. */
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

  /** Where the server is. */
  get src(): string {
    return (this.#host.src || defaultAddress()).replace(/\/+$/, '');
  }

  /** Neither a token nor a name is known: the server may recognise the visitor, or ask for a name. */
  get isAnonymous(): boolean {
    return !this.#host.token && !this.chosen && !this.#host.name;
  }

  /** Makes `client` fit the attributes. */
  update(): ChatClient {
    const { src } = this;
    const { token, name } = this.#host;
    const visit = visitOf(src);
    if (name !== this.#named || visit.turn !== this.#key[3]) this.chosen = '';
    this.#named = name;
    if (this.isAnonymous) this.chosen = visit.name || (inTab.get(`name:${src}`) ?? '');
    const used = this.chosen || name;
    const key = [src, token, used, visit.turn];
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
    // A client of the page's own may be at another place, which `src` says then.
    picturesFrom(this.src);
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
