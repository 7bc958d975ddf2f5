import { ChatError, type ChatClient, type Stop } from '@chat/client';
import type { ChatRooms } from './chat-rooms.ts';
import type { LanguageController } from '../i18n/language-controller.ts';
import { onPartLoaded } from '../core/lazy.ts';
import type { ReactiveController } from 'lit';

const minuteMs = 60_000;

/** Connects an element to a client's list of rooms: loads it, and redraws the element when it changes. */
export class RoomsController implements ReactiveController {
  client: ChatClient | null = null;
  /** Why the list could not be loaded. */
  error: ChatError | null = null;
  #host: ChatRooms;
  #clientOf: () => ChatClient | null;
  #language: LanguageController;
  #stops: Stop[] = [];
  #clock: ReturnType<typeof setInterval> | undefined;
  #stopPartListener: (() => void) | undefined;

  constructor(host: ChatRooms, clientOf: () => ChatClient | null, language: LanguageController) {
    this.#host = host;
    this.#clientOf = clientOf;
    this.#language = language;
    host.addController(this);
  }

  hostConnected(): void {
    const update = (): void => this.#host.requestUpdate();
    // Relative times change, and mutes end.
    this.#clock = setInterval(update, minuteMs);
    this.#stopPartListener = onPartLoaded(update);
    update();
  }

  hostUpdate(): void {
    const client = this.#clientOf();
    if (client === this.client || !this.#host.isConnected) return;
    this.#stop();
    this.client = client;
    this.error = null;
    if (!client) return;
    const changed = (): void => this.#host.requestUpdate();
    this.#stops = [client.rooms.subscribe(changed), client.on('status', changed)];
    if (!client.rooms.get().loaded) void this.load();
    this.#watchNews(client).catch(() => {});
  }

  /** Loads alerts after the list. */
  async #watchNews(client: ChatClient): Promise<void> {
    const { watchListAlerts } = await import('./list-alerts.ts');
    if (client === this.client) this.#stops.push(watchListAlerts(this.#host, client, this.#language));
  }

  hostDisconnected(): void {
    clearInterval(this.#clock);
    this.#stopPartListener?.();
    this.#stop();
    this.client = null;
  }

  /** Loads the list, or the next page of it. */
  load = async (): Promise<void> => {
    const { client } = this;
    this.error = null;
    try {
      if (client?.status === 'refused') await client.connect();
      await client?.rooms.load();
    } catch (error) {
      if (client !== this.client) return;
      this.error = error instanceof ChatError ? error : new ChatError('internal', String(error));
    }
    this.#host.requestUpdate();
  };

  #stop(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }
}
