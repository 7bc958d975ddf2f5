import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** A page of a list. */
export interface Page<T> {
  items: readonly T[];
  hasMore: boolean;
}

/** Where a list is shown. */
export interface ListHost extends ReactiveControllerHost {
  run<T>(work: () => Promise<T>): Promise<T | undefined>;
}

/** A list that is loaded page by page: the first when its element is shown. */
export class PagedList<T> implements ReactiveController {
  /** Null until the first page has loaded. */
  items: readonly T[] | null = null;
  hasMore = false;
  isLoading = false;
  #host: ListHost;
  #fetch: (last: T | undefined) => Promise<Page<T>>;
  /** Grows when the list starts again: a page that was requested before has no effect. */
  #turn = 0;

  constructor(host: ListHost, fetch: (last: T | undefined) => Promise<Page<T>>) {
    this.#host = host;
    this.#fetch = fetch;
    host.addController(this);
  }

  hostConnected(): void {
    // The properties of the element are set before it is first drawn.
    void this.#host.updateComplete.then(() => {
      if (!this.items) void this.load();
    });
  }

  /** Loads the next page. */
  async load(): Promise<void> {
    const turn = this.#turn;
    const shown = this.items ?? [];
    this.isLoading = true;
    this.#host.requestUpdate();
    const page = await this.#host.run(() => this.#fetch(shown.at(-1)));
    if (turn !== this.#turn) return;
    this.isLoading = false;
    if (page) {
      this.items = [...shown, ...page.items];
      this.hasMore = page.hasMore;
    }
    this.#host.requestUpdate();
  }

  /** Loads the first page again. */
  reload(): Promise<void> {
    this.#turn += 1;
    this.items = null;
    this.hasMore = false;
    return this.load();
  }

  /** Replaces or removes an item that was changed. */
  replace(item: T, by: T | null): void {
    this.items = (this.items ?? []).flatMap((each) => (each !== item ? [each] : by === null ? [] : [by]));
    this.#host.requestUpdate();
  }
}
