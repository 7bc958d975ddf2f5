import type { ChatClient, ChatRoom, Stop } from '@chat/client';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** An element that shows a room. */
export interface RoomHost extends ReactiveControllerHost, HTMLElement {
  readonly client: ChatClient | null;
  readonly room: string;
}

/** Starts watching a room while it is shown; returns functions that stop it. */
export type Watch = (room: ChatRoom, client: ChatClient) => Stop[];

/**
 * Joins the room that an element's `client` and `room` name, and leaves it when they change or the element is removed.
 * Moving the element within the document does not leave.
 */
export class RoomController implements ReactiveController {
  #host: RoomHost;
  #watch: Watch;
  #clientOf: () => ChatClient | null;
  #client: ChatClient | null = null;
  #room: ChatRoom | null = null;
  #stops: Stop[] = [];
  #joined: ChatRoom | null = null;

  /** `clientOf`: where the client comes from, if it is not always the host's `client`. */
  constructor(host: RoomHost, watch: Watch, clientOf = () => host.client) {
    this.#host = host;
    this.#watch = watch;
    this.#clientOf = clientOf;
    host.addController(this);
  }

  get room(): ChatRoom | null {
    return this.#room;
  }

  get client(): ChatClient | null {
    return this.#client;
  }

  hostConnected(): void {
    this.#client = null;
    this.#host.requestUpdate();
  }

  hostUpdate(): void {
    const { room, isConnected } = this.#host;
    const client = this.#clientOf();
    if (!isConnected || (client === this.#client && (room || undefined) === this.#room?.id)) return;
    this.#unwatch();
    this.#client = client;
    this.#room = client && room ? client.room(room) : null;
    if (this.#joined !== this.#room) {
      this.#leave();
      this.#join();
    }
    if (client && this.#room) this.#stops = this.#watch(this.#room, client);
  }

  hostDisconnected(): void {
    this.#unwatch();
    this.#client = null;
    setTimeout(() => {
      if (this.#host.isConnected) return;
      this.#leave();
      this.#room = null;
    });
  }

  /** Tries again after the room or the server refused. */
  async retry(): Promise<void> {
    const client = this.#client;
    await this.#joined?.leave({ keep: true }).catch(ignore);
    if (client?.status === 'refused') await client.connect().catch(ignore);
    this.#joined = null;
    if (this.#client === client) this.#join();
  }

  #join(): void {
    const room = this.#room;
    this.#joined = room;
    // The room's state and the client have the error. The room was not joined, so there is nothing to leave.
    room?.join().catch(() => {
      if (this.#joined === room) this.#joined = null;
    });
  }

  #leave(): void {
    // Showing another room or closing the page does not end the membership.
    this.#joined?.leave({ keep: true }).catch(ignore);
    this.#joined = null;
  }

  #unwatch(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }
}

const ignore = (): void => {};
