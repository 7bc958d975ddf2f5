import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { language, loadLanguage, withLabels, type Labels, type Language } from './language.ts';

/**
 * The language of an element: its own `lang` and `register`, else the closest ones around it; else the browser's
 * language. Follows changes.
 */
export class LanguageController implements ReactiveController {
  #host: ReactiveControllerHost & HTMLElement;
  #observer: MutationObserver | null = null;
  #language: Language | null = null;
  #labels: Labels | null = null;
  /** Labels have been requested since the last draw. */
  #looked = false;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  /** Its texts have come. Until then `current` is English, or the next best. */
  ready = true;

  get current(): Language {
    if (this.#language && this.#looked) return this.#language;
    const labels = findAround(this.#host, labelsOf);
    this.#looked = true;
    if (this.#language && labels === this.#labels) return this.#language;
    const found = language(...this.#wanted);
    this.#labels = labels;
    return (this.#language = labels ? withLabels(found, labels) : found);
  }

  /** A language without a region takes the browser's; a register becomes a private use subtag: `es-x-formal`. */
  get #wanted(): string[] {
    const [lang, register] = ['lang', 'register'].map((name) =>
      findAround(this.#host, (each) => each.getAttribute(name)),
    );
    const tags = [...navigator.languages];
    if (lang) tags.unshift(tags.find((tag) => tag.startsWith(`${lang}-`)) ?? lang);
    return tags.map((tag) => (register && !tag.includes('-x-') ? `${tag}-x-${register}` : tag));
  }

  /** The current language stays until the next one is loaded. */
  #look = (): void => {
    const coming = loadLanguage(...this.#wanted);
    const come = (): void => {
      this.#language = null;
      this.ready = true;
      this.#host.requestUpdate();
    };
    if (!coming) return come();
    this.ready &&= this.#language !== null;
    void coming.then(come);
  };

  hostUpdate(): void {
    this.#looked = false;
  }

  hostConnected(): void {
    this.#look();
    this.#observer = new MutationObserver(this.#look);
    for (const element of [this.#host, document.documentElement])
      this.#observer.observe(element, { attributeFilter: ['lang', 'register'] });
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
  }
}

/** Looks for something at an element, then at those around it, out of their shadow roots too. */
const findAround = <T>(element: Element, find: (at: Element) => T | null): T | null => {
  for (let at: Element | null = element; at;) {
    const found = find(at);
    if (found) return found;
    const root: Node = at.getRootNode();
    at = at.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  }
  return null;
};

const labelsOf = (element: Element & { labels?: Labels | null }): Labels | null =>
  (element.localName.startsWith('chat-') && element.labels) || null;
