import { ChatError, type ChatClient, type Stop } from '@chat/client';
import type { ChatRooms } from './chat-rooms.ts';
import type { ChatComposer } from '../composer/chat-composer.ts';
import { loadDrafts } from '../core/own-drafts.ts';
import type { ClientController } from '../core/client-controller.ts';
import { emit } from '../core/emit.ts';
import { onPartLoaded } from '../core/lazy.ts';
import type { Language } from '../i18n/language.ts';
import type { LanguageController } from '../i18n/language-controller.ts';
import {
  createFirstConnection,
  explainRefusal,
  unreachableText,
  type FirstConnection,
} from '../join/connection-diagnosis-controller.ts';
import type { ReactiveController } from 'lit';

const minuteMs = 60_000;

/** Connects an element to a client's list of rooms: loads it, and redraws the element when it changes. */
export class RoomsController implements ReactiveController {
  client: ChatClient | null = null;
  /** Why the list could not be loaded. */
  error: ChatError | null = null;
  #host: ChatRooms;
  #clients: ClientController;
  #first: FirstConnection;
  #language: LanguageController;
  #stops: Stop[] = [];
  #clock: ReturnType<typeof setInterval> | undefined;
  #stopPartListener: (() => void) | undefined;

  constructor(host: ChatRooms, clients: ClientController, language: LanguageController) {
    this.#host = host;
    this.#clients = clients;
    this.#first = createFirstConnection(host);
    this.#language = language;
    host.addController(this);
  }

  hostConnected(): void {
    const update = (): void => this.#host.requestUpdate();
    // Updates relative times, and mutes that end.
    this.#clock = setInterval(update, minuteMs);
    this.#stopPartListener = onPartLoaded(update);
    // Drafts of rooms that other elements of the page show.
    document.addEventListener('input', this.#onInput);
    update();
  }

  hostUpdate(): void {
    const client = this.#host.client ?? this.#clients.client;
    if (client === this.client || !this.#host.isConnected) return;
    this.#first.watch(client, this.#host.client && !this.#host.src ? null : this.#clients.src);
    this.#stop();
    this.client = client;
    this.error = null;
    if (!client) return;
    const changed = (): void => this.#host.requestUpdate();
    const onStatus = (): void => {
      loadDrafts(client);
      if (client.status === 'online' && this.error && !client.rooms.get().loaded) void this.load();
      changed();
    };
    this.#stops = [
      client.rooms.subscribe(changed),
      client.drafts.subscribe(changed),
      client.on('status', onStatus),
    ];
    loadDrafts(client);
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
    document.removeEventListener('input', this.#onInput);
    this.#stop();
    this.client = null;
  }

  #onInput = (event: Event): void => {
    const composer = event.composedPath().find((each) => (each as Element).localName === 'chat-composer');
    if (composer && (composer as ChatComposer).room !== this.#host.room) this.#host.requestUpdate();
  };

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
      // The name form handles the first; the second was emitted when it was found.
      if (this.error.reason !== 'name_required' && !this.#first.diagnosis?.error)
        emit(this.#host, 'chat-error', { error: this.error });
    }
    this.#host.requestUpdate();
  };

  /** Returns the text in place of a list that cannot be loaded, or null if nothing failed. */
  failure(language: Language): { text: string; canRetry: boolean } | null {
    const { diagnosis } = this.#first;
    const error = this.client?.error ?? diagnosis?.error ?? this.error;
    const unreachable = diagnosis && !diagnosis.error ? unreachableText(language) : null;
    if (unreachable) return { text: unreachable, canRetry: false };
    return error && { text: this.explain(error, language), canRetry: !diagnosis };
  }

  explain(error: ChatError, language: Language): string {
    const { token, name, client } = this.#host;
    const hasName = Boolean(this.#clients.chosen || name);
    const presented = { src: this.#clients.src, room: '', hasToken: Boolean(token || client), hasName };
    return explainRefusal(error, presented, language);
  }

  #stop(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }
}
