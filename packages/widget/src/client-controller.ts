import type { ChatClient, ChatClientOptions } from '@chat/client';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { picturesFrom } from './avatar.ts';
import { acquireClient, type Identity } from './client-pool.ts';
import { inTab, onDevice } from './remember.ts';
import { defaultAddress } from './server-address.ts';

export interface ClientHost extends ReactiveControllerHost, HTMLElement {
  src: string;
  token: ChatClientOptions['token'] | null;
  name: string;
}

/** The client of an element that was given none: from its attributes, and a name that is asked for when there is none. */
export class ClientController implements ReactiveController {
  client: ChatClient | null = null;
  #host: ClientHost;
  #chosen = '';
  #named = '';
  #key: readonly unknown[] = [];
  #release: (() => void) | null = null;

  constructor(host: ClientHost) {
    this.#host = host;
    host.addController(this);
  }

  /** Where the server is. */
  get src(): string {
    return (this.#host.src || defaultAddress()).replace(/\/+$/, '');
  }

  /** The name in use, or the one to offer. */
  get name(): string {
    return this.#chosen || this.#host.name || (onDevice.get('name') ?? '');
  }

  /** The user gave a name. */
  choose(name: string): void {
    this.#chosen = name;
    this.#host.requestUpdate();
  }

  /** The name in use serves: later visits begin with it, and a reload does not ask again. */
  keep(): void {
    if (!this.#chosen) return;
    onDevice.set('name', this.#chosen);
    inTab.set(`name:${this.src}`, this.#chosen);
  }

  /** The name in use is not to be had. */
  forget(): void {
    inTab.set(`name:${this.src}`, '');
  }

  /** Makes `client` fit the attributes; null while a name is wanted. */
  update(): ChatClient | null {
    const { token, name } = this.#host;
    if (name !== this.#named) this.#chosen = '';
    this.#named = name;
    if (!token && !name) this.#chosen ||= inTab.get(`name:${this.src}`) ?? '';
    const used = this.#chosen || name;
    const key = [this.src, token, used];
    if (this.client && key.every((part, index) => part === this.#key[index])) return this.client;
    this.drop();
    if (!token && !used) return null;
    this.#key = key;
    const identity: Identity = { src: this.src, ...(token ? { token } : { name: used }) };
    const { client, release } = acquireClient(identity);
    this.client = client;
    this.#release = release;
    return client;
  }

  drop(): void {
    // A client of the page's own may be at another place, which `src` says then.
    picturesFrom(this.src);
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
