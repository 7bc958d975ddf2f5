// Compiles templates in the browser, so that this page needs no other tools. The Angular CLI compiles them ahead.
import '@angular/compiler';
import { Component, CUSTOM_ELEMENTS_SCHEMA, provideZonelessChangeDetection, signal } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { createChatClient } from '@chat/client';
import { fromReadable, type ChatEventMap } from '@chat/widget/angular';

const params = new URLSearchParams(location.search);

@Component({
  selector: 'app-root',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <p role="status">{{ messages().items.length }} messages{{ last() }}</p>
    <chat-room [room]="roomId" [client]="client" (chat-message)="show($event)"></chat-room>
  `,
})
class App {
  readonly roomId = params.get('room') ?? 'lobby';
  readonly client = createChatClient({ name: params.get('name') ?? 'Guest' });
  /** The element draws the room; the text next to it uses the same client. */
  readonly messages = fromReadable(this.client.room(this.roomId).messages);
  readonly last = signal('');

  show({ detail }: ChatEventMap['chat-message']): void {
    this.last.set(`, the last by ${detail.message.author.name}`);
  }
}

await bootstrapApplication(App, { providers: [provideZonelessChangeDetection()] });
