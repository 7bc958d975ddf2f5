import type { ChatClient, ConnectionStatus, Stop } from '@chat/client';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** The connection state to show; null while it works, or was lost a moment ago. */
export type ConnectionNote = null | 'connecting' | 'reconnecting' | 'disconnected' | 'backOnline';

/** Shorter interruptions are not shown. */
const quietMs = 1_000;
const thanksMs = 2_500;

/** Turns the client's status into notes that do not flicker. */
export class ConnectionController implements ReactiveController {
  note: ConnectionNote = null;
  #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stop: Stop | null = null;
  #status: ConnectionStatus = 'idle';
  #client: ChatClient | null = null;
  #clientOf: () => ChatClient | null;

  constructor(host: ReactiveControllerHost, clientOf: () => ChatClient | null) {
    this.#host = host;
    this.#clientOf = clientOf;
    host.addController(this);
  }

  hostUpdate(): void {
    const client = this.#clientOf();
    if (client === this.#client) return;
    this.#end();
    this.#client = client;
    if (!client) return;
    this.#hear(client.status);
    this.#stop = client.on('status', (status) => this.#hear(status));
  }

  hostConnected(): void {
    addEventListener('online', this.#network);
    addEventListener('offline', this.#network);
  }

  hostDisconnected(): void {
    removeEventListener('online', this.#network);
    removeEventListener('offline', this.#network);
    this.#end();
  }

  #network = (): void => this.#hear(this.#status);

  #hear(status: ConnectionStatus): void {
    this.#status = status;
    clearTimeout(this.#timer);
    const note = noteOf(status);
    if (note === null)
      return this.#show(this.note === null || this.note === 'connecting' ? null : 'backOnline');
    if (this.note !== null && this.note !== 'backOnline') return this.#show(note);
    this.#timer = setTimeout(() => this.#show(note), quietMs);
  }

  #show(note: ConnectionNote): void {
    if (note === 'backOnline') this.#timer = setTimeout(() => this.#show(null), thanksMs);
    if (this.note === note) return;
    this.note = note;
    this.#host.requestUpdate();
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#stop?.();
    this.#stop = null;
    this.#client = null;
    this.note = null;
  }
}

const noteOf = (status: ConnectionStatus): ConnectionNote => {
  if (status !== 'connecting' && status !== 'reconnecting') return null;
  return navigator.onLine ? status : 'disconnected';
};
