import type { Message } from '@chat/protocol';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Language } from '../i18n/language.ts';
import { textPreview } from '../text/message-body.ts';
import { attachmentPreview } from '../text/attachment-preview.ts';

const settleMs = 1_000;
const clearMs = 8_000;
const longest = 160;

/**
 * Announces new messages to screen readers: gathered for a moment, a few by text, many as a number, history
 * never.
 */
export class Announcer implements ReactiveController {
  /** The text of the live region, which must be in the page before it changes. */
  text = '';
  #host: ReactiveControllerHost;
  #gathered: Message[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#gathered = [];
  }

  message(item: Message, language: Language): void {
    this.#gathered.push(item);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const items = this.#gathered.splice(0);
      this.say(items.length > 3 ? language.plural('newCount', items.length) : inWords(items, language));
    }, settleMs);
  }

  say(text: string): void {
    this.text = text;
    this.#host.requestUpdate();
    setTimeout(() => {
      if (this.text === text) this.text = '';
      this.#host.requestUpdate();
    }, clearMs);
  }
}

const inWords = (items: readonly Message[], language: Language): string =>
  items
    .map((item) => language.text('said', { name: item.author.name, text: wordsOf(item, language) }))
    .join('. ');

/** All of them are messages of others. */
const wordsOf = (item: Message, language: Language): string =>
  textPreview(item.text).slice(0, longest) || attachmentPreview(item, false, language);
