import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { language, loadLanguage, withLabels, type Labels, type Language } from './language.ts';

/** The language of an element: its own `lang`, else the closest one around it, else the browser's. Follows changes. */
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
    const labels = labelsAround(this.#host);
    this.#looked = true;
    if (this.#language && labels === this.#labels) return this.#language;
    const found = language(...this.#wanted);
    this.#labels = labels;
    return (this.#language = labels ? withLabels(found, labels) : found);
  }

  get #wanted(): (string | null)[] {
    return [langAround(this.#host), ...navigator.languages];
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
      this.#observer.observe(element, { attributeFilter: ['lang'] });
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
  }
}

/** An element and those around it, out of their shadow roots too. */
function* around(element: Element): Generator<Element> {
  for (let at: Element | null = element; at;) {
    yield at;
    const root: Node = at.getRootNode();
    at = at.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  }
}

const langAround = (element: Element): string | null => {
  for (const each of around(element)) {
    const lang = each.getAttribute('lang');
    if (lang) return lang;
  }
  return null;
};

const labelsAround = (element: Element): Labels | null => {
  for (const each of around(element))
    if (each.localName.startsWith('chat-') && 'labels' in each && each.labels) return each.labels;
  return null;
};
