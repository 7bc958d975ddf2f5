import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { language, loadLanguage, type Language } from './language/language.ts';

/** The language of an element: its own `lang`, else the closest one around it, else the browser's. Follows changes. */
export class LanguageController implements ReactiveController {
  #host: ReactiveControllerHost & HTMLElement;
  #observer: MutationObserver | null = null;
  #language: Language | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  /** Its texts have come. Until then `current` is English, or the next best. */
  ready = true;

  get current(): Language {
    return (this.#language ??= language(...this.#wanted));
  }

  get #wanted(): (string | null)[] {
    return [langAround(this.#host), ...navigator.languages];
  }

  #look(): void {
    this.#language = null;
    const coming = loadLanguage(...this.#wanted);
    this.ready = coming === null;
    void coming?.then(() => {
      this.#language = null;
      this.ready = true;
      this.#host.requestUpdate();
    });
  }

  hostConnected(): void {
    this.#look();
    this.#observer = new MutationObserver(() => {
      this.#look();
      this.#host.requestUpdate();
    });
    for (const element of [this.#host, document.documentElement])
      this.#observer.observe(element, { attributeFilter: ['lang'] });
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
  }
}

const langAround = (element: Element): string | null => {
  for (let at: Element | null = element; at;) {
    const found: Element | null = at.closest('[lang]:not([lang=""])');
    if (found) return found.getAttribute('lang');
    const root = at.getRootNode();
    at = root instanceof ShadowRoot ? root.host : null;
  }
  return null;
};
