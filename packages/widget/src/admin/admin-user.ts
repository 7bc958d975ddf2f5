import type { Profile, RoomSummary } from '@chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { define } from '../core/define.ts';
import { moderationTexts } from '../features/moderation/texts.ts';
import { dataRightsTexts } from '../i18n/data-rights-texts.ts';
import { nameOf } from '../room-list/room-preview.ts';
import { filledWith, nameInText } from '../ui/clipped-name.ts';
import { openErase } from '../ui/erase-dialog.ts';
import { AdminSection } from './admin-section.ts';
import { button, facts, link, listView, moment, table } from './admin-table.ts';
import { PagedList } from './paged-list.ts';

const hourMs = 3_600_000;

/** A user: the profile, the rooms, and what an admin can do about them. */
export class AdminUser extends AdminSection {
  static override properties = { ...AdminSection.properties, profile: { state: true } };
  declare profile: Profile | null;
  #rooms = new PagedList<RoomSummary>(this, async (last) => {
    const after = last === undefined ? {} : { after: last.room.id };
    const { rooms, hasMore } = await this.call('room:list', { userId: this.target, ...after });
    return { items: rooms, hasMore };
  });

  constructor() {
    super();
    this.profile = null;
  }

  protected override firstUpdated(): void {
    void this.run(async () => {
      this.profile = await this.call('user:get', { userId: this.target });
    });
  }

  protected override content(): unknown {
    const { texts, language, profile } = this;
    const back = html`<div>${link(texts.allUsers, () => this.go('users'))}</div>`;
    if (!profile) return back;
    const { user, status, statusText, lastSeenAt, about } = profile;
    return html`${back}
      <h3 dir="auto">${user.name}</h3>
      ${facts([
        [texts.id, html`<bdi>${user.id}</bdi>`],
        [texts.users.status, `${language.text(status)}${statusText ? ` · ${statusText}` : ''}`],
        [texts.users.lastSeen, moment(lastSeenAt, language)],
      ])}
      ${about ? html`<p dir="auto">${about}</p>` : nothing}
      <div class="buttons">
        ${button(texts.users.export, () => this.#export())}
        ${button(texts.users.revoke, () => this.#revoke(profile))}
        ${button(dataRightsTexts(language.tag).erasePerson, () => this.#erase(profile), true)}
      </div>
      <h3>${texts.users.rooms}</h3>
      ${listView(this.#rooms, language, (rooms) => this.#table(rooms))}`;
  }

  #export(): void {
    void this.run(async () => {
      const { url } = await this.call('user:export', { userId: this.target });
      this.save(url);
    });
  }

  #revoke({ user }: Profile): void {
    const { revoke, confirmRevoke, revokeText } = this.texts.users;
    const title = filledWith(confirmRevoke, { name: nameInText(user.name) });
    this.ask(
      { title, text: revokeText, confirm: revoke },
      () => this.call('user:revoke', { userId: user.id }),
      () => {},
    );
  }

  #erase({ user }: Profile): void {
    openErase({ client: this.dialogClient, language: this.language, host: this }, user, () =>
      this.go('users'),
    );
  }

  #table(rooms: readonly RoomSummary[]): TemplateResult {
    const { texts, language } = this;
    const { unban } = moderationTexts(language.tag);
    return table(
      texts.users.rooms,
      [texts.room, texts.state, texts.actions],
      rooms.map((summary) => {
        const { room } = summary;
        const ids = { roomId: room.id, userId: this.target };
        const mute = (until: number | null): void =>
          this.change(
            () => this.call('member:mute', { ...ids, until }),
            () => {},
          );
        return [
          link(html`<bdi>${nameOf(summary)}</bdi>`, () => this.go('rooms', room.id)),
          texts.phases[room.phase],
          html`<div class="buttons">
            ${button(language.text('muteHour'), () => mute(Date.now() + hourMs))}
            ${button(language.text('unmute'), () => mute(null))}
            ${button(language.text('banPerson'), () => this.#ban(room.id), true)}
            ${button(unban, () =>
              this.change(
                () => this.call('member:unban', ids),
                () => {},
              ),
            )}
          </div>`,
        ];
      }),
    );
  }

  #ban(roomId: string): void {
    const name = nameInText(this.profile?.user.name ?? this.target);
    const question = {
      title: filledWith(this.texts.rooms.confirmBan, { name }),
      confirm: this.language.text('banPerson'),
    };
    this.ask(
      question,
      () => this.call('member:ban', { roomId, userId: this.target }),
      () => {},
    );
  }
}

define('chat-admin-user', AdminUser);
