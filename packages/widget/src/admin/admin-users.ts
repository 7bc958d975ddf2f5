import { ChatError } from '@chat/client';
import type { Profile } from '@chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { define } from '../core/define.ts';
import { avatar } from '../ui/avatar.ts';
import { AdminSection } from './admin-section.ts';
import { link, listView, moment, table } from './admin-table.ts';
import { PagedList } from './paged-list.ts';

/** Finds users by their names. */
export class AdminUsers extends AdminSection {
  static override properties = { ...AdminSection.properties, words: { state: true } };
  declare words: string;
  #cursor: string | undefined;
  #users = new PagedList<Profile>(this, async (last) => {
    if (this.words === '') return { items: [], hasMore: false };
    const from = last && this.#cursor !== undefined ? { cursor: this.#cursor } : {};
    const [exact, { users, hasMore, cursor }] = await Promise.all([
      last ? null : this.#byId(this.words),
      this.call('user:search', { query: this.words, ...from }),
    ]);
    this.#cursor = cursor;
    const others = users.filter(({ user }) => user.id !== this.words);
    return { items: [...(exact ?? []), ...others], hasMore: hasMore && cursor !== undefined };
  });

  constructor() {
    super();
    this.words = '';
  }

  /** Returns the user with this id, if there is one. */
  async #byId(userId: string): Promise<Profile[]> {
    try {
      return [await this.call('user:get', { userId })];
    } catch (error) {
      if (error instanceof ChatError && ['not_found', 'invalid'].includes(error.code)) return [];
      throw error;
    }
  }

  protected override content(): unknown {
    const { texts, language } = this;
    return html`<form @submit=${this.#onFind}>
        <label
          >${texts.users.find}
          <input type="search" name="name" maxlength="100" dir="auto" autocomplete="off" />
        </label>
        <button type="submit" class="primary">${language.text('search')}</button>
      </form>
      ${this.words === '' ? nothing : listView(this.#users, language, (users) => this.#table(users))}`;
  }

  #table(users: readonly Profile[]): TemplateResult {
    const { texts, language } = this;
    return table(
      texts.sections.users,
      [texts.user, texts.id, texts.users.status, texts.users.lastSeen],
      users.map(({ user, status, lastSeenAt }) => [
        html`<span class="person"
          >${avatar(user)}${link(html`<bdi>${user.name}</bdi>`, () => this.go('users', user.id))}</span
        >`,
        html`<bdi>${user.id}</bdi>`,
        language.text(status),
        moment(lastSeenAt, language),
      ]),
    );
  }

  #onFind = (event: SubmitEvent): void => {
    event.preventDefault();
    const name = new FormData(event.target as HTMLFormElement).get('name');
    this.words = typeof name === 'string' ? name.trim() : '';
    void this.#users.reload();
  };
}

define('chat-admin-users', AdminUsers);
