import {
  exportLanguages,
  type Ban,
  type ExportFormat,
  type Member,
  type Message,
  type Room,
} from '@chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { define } from '../core/define.ts';
import { formatsIn } from '../features/moderation/retention-and-export.ts';
import { moderationTexts } from '../features/moderation/texts.ts';
import { dataRightsTexts } from '../i18n/data-rights-texts.ts';
import { filledWith, nameInText } from '../ui/clipped-name.ts';
import { AdminSection } from './admin-section.ts';
import { button, facts, link, listView, moment, table } from './admin-table.ts';
import { PagedList } from './paged-list.ts';

const hourMs = 3_600_000;
const messageLimit = 20;

/** A room: its settings, members, bans and latest messages, and what an admin can do about them. */
export class AdminRoom extends AdminSection {
  static override properties = { ...AdminSection.properties, room: { state: true } };
  declare room: Room | null;
  #members = new PagedList<Member>(this, async (last) => {
    const after = last === undefined ? {} : { after: last.user.id };
    const { members, hasMore } = await this.call('member:list', { roomId: this.target, ...after });
    return { items: members, hasMore };
  });
  #bans = new PagedList<Ban>(this, async (last) => {
    const after = last === undefined ? {} : { after: last.user.id };
    const { bans, hasMore } = await this.call('member:bans', { roomId: this.target, ...after });
    return { items: bans, hasMore };
  });
  /** Newest first. */
  #messages = new PagedList<Message>(this, async (last) => {
    const page = { limit: messageLimit, ...(last === undefined ? {} : { before: last.seq }) };
    const { messages, hasMore } = await this.call('message:list', { roomId: this.target, ...page });
    return { items: messages.toReversed(), hasMore };
  });

  constructor() {
    super();
    this.room = null;
  }

  protected override firstUpdated(): void {
    void this.run(async () => {
      this.room = await this.call('room:get', { roomId: this.target });
    });
  }

  protected override content(): unknown {
    const { texts, language, room } = this;
    const back = link(texts.allRooms, () => this.go('rooms'));
    if (!room) return html`<div>${back}</div>`;
    const { banned, nobodyBanned } = moderationTexts(language.tag);
    return html`<div>${back}</div>
      <h3 dir="auto">${room.title || room.id}</h3>
      ${this.#facts(room)} ${this.#actions(room)}
      <h3>${texts.rooms.members}</h3>
      ${listView(this.#members, language, (members) => this.#memberTable(members))}
      <h3>${banned}</h3>
      ${listView(this.#bans, language, (bans) => this.#banTable(bans), nobodyBanned)}
      <h3>${texts.rooms.latest}</h3>
      ${listView(this.#messages, language, (messages) => this.#messageTable(messages))}`;
  }

  #facts(room: Room): TemplateResult {
    const { texts, language } = this;
    const { retention, forever } = dataRightsTexts(language.tag);
    const days = new Intl.NumberFormat(language.tag, { style: 'unit', unit: 'day', unitDisplay: 'long' });
    const kept = room.retention === 'forever' ? forever : '–';
    return facts([
      [texts.id, html`<bdi>${room.id}</bdi>`],
      [texts.type, texts.types[room.type]],
      [texts.state, texts.phases[room.phase]],
      [
        texts.rooms.createdBy,
        link(html`<bdi>${room.createdBy}</bdi>`, () => this.go('users', room.createdBy)),
      ],
      [texts.rooms.created, moment(room.createdAt, language)],
      [texts.rooms.starts, moment(room.startsAt, language)],
      [texts.rooms.ends, moment(room.endsAt, language)],
      [retention, typeof room.retention === 'object' ? days.format(room.retention.days) : kept],
      [texts.rooms.locked, room.frozen ? texts.rooms.yes : texts.rooms.no],
    ]);
  }

  #actions(room: Room): TemplateResult {
    const { texts, language } = this;
    const { sections, rooms } = texts;
    const roomId = room.id;
    return html`<div class="buttons">
        ${(['reports', 'audit', 'files'] as const).map((section) =>
          button(sections[section], () => this.go(section, roomId)),
        )}
        ${
          room.phase === 'ended'
            ? nothing
            : [
                button(room.frozen ? rooms.unlock : rooms.lock, () => this.#set({ frozen: !room.frozen })),
                button(rooms.end, () => this.#end(room), true),
              ]
        }
      </div>
      <div class="buttons" role="group" aria-label=${dataRightsTexts(language.tag).download}>
        <span class="note">${dataRightsTexts(language.tag).download}</span>
        ${formatsIn(language).map(([format, label]) => button(label, () => this.#export(format)))}
      </div>`;
  }

  #set(settings: { frozen: boolean }): void {
    const roomId = this.target;
    void this.run(async () => {
      this.room = await this.call('room:update', { roomId, ...settings });
      this.notice = this.texts.done;
    });
  }

  #end({ id, title }: Room): void {
    const { end, confirmEnd, endText } = this.texts.rooms;
    const question = {
      title: filledWith(confirmEnd, { name: nameInText(title || id) }),
      text: endText,
      confirm: end,
    };
    const act = async (): Promise<void> => {
      this.room = await this.call('room:end', { roomId: id });
    };
    this.ask(question, act, () => {});
  }

  #export(format: ExportFormat): void {
    const language = exportLanguages.find((each) => this.language.tag.startsWith(each)) ?? 'en';
    void this.run(async () => {
      const { url } = await this.call('room:export', { roomId: this.target, format, language });
      this.save(url);
    });
  }

  #memberTable(members: readonly Member[]): TemplateResult {
    const { texts, language } = this;
    const { acts } = moderationTexts(language.tag);
    return table(
      texts.rooms.members,
      [texts.user, texts.rooms.role, texts.rooms.muted, texts.actions],
      members.map((member) => {
        const { user, role, mutedUntil } = member;
        const isMuted = mutedUntil !== undefined && mutedUntil > Date.now();
        return [
          html`${link(html`<bdi>${user.name}</bdi>`, () => this.go('users', user.id))}<bdi class="id"
              >${user.id}</bdi
            >`,
          acts[role],
          isMuted ? moment(mutedUntil, language) : '–',
          html`<div class="buttons">
            ${button(language.text(isMuted ? 'unmute' : 'muteHour'), () => this.#mute(member, isMuted ? null : Date.now() + hourMs))}
            ${button(language.text('removePerson'), () => this.#expel(member, 'member:remove'))}
            ${button(language.text('banPerson'), () => this.#expel(member, 'member:ban'), true)}
          </div>`,
        ];
      }),
    );
  }

  #mute(member: Member, until: number | null): void {
    void this.run(async () => {
      const input = { roomId: this.target, userId: member.user.id, until };
      this.#members.replace(member, await this.call('member:mute', input));
      this.notice = this.texts.done;
    });
  }

  #expel(member: Member, command: 'member:remove' | 'member:ban'): void {
    const { confirmBan, confirmRemove } = this.texts.rooms;
    const isBan = command === 'member:ban';
    const question = {
      title: filledWith(isBan ? confirmBan : confirmRemove, { name: nameInText(member.user.name) }),
      confirm: this.language.text(isBan ? 'banPerson' : 'removePerson'),
    };
    this.ask(
      question,
      () => this.call(command, { roomId: this.target, userId: member.user.id }),
      () => {
        this.#members.replace(member, null);
        void this.#bans.reload();
      },
    );
  }

  #banTable(bans: readonly Ban[]): TemplateResult {
    const { texts, language } = this;
    const { banned, unban } = moderationTexts(language.tag);
    return table(
      banned,
      [texts.user, texts.actions],
      bans.map((ban) => [
        html`${link(html`<bdi>${ban.user.name}</bdi>`, () => this.go('users', ban.user.id))}<bdi class="id"
            >${ban.user.id}</bdi
          >`,
        html`<div class="buttons">
          ${button(unban, () =>
            this.change(
              () => this.call('member:unban', { roomId: this.target, userId: ban.user.id }),
              () => this.#bans.replace(ban, null),
            ),
          )}
        </div>`,
      ]),
    );
  }

  #messageTable(messages: readonly Message[]): TemplateResult {
    const { texts, language } = this;
    return table(
      texts.rooms.latest,
      [texts.time, texts.by, texts.rooms.message, texts.actions],
      messages.map((message) => [
        moment(message.createdAt, language),
        html`<bdi>${message.author.name}</bdi>`,
        html`<span dir="auto"
          >${message.deletedAt === undefined ? shownText(message) : language.text('deleted')}</span
        >`,
        message.deletedAt === undefined
          ? html`<div class="buttons">
              ${button(language.text('delete'), () => this.#delete(message), true)}
            </div>`
          : '',
      ]),
    );
  }

  #delete(message: Message): void {
    const question = { title: this.texts.rooms.confirmDelete, confirm: this.language.text('delete') };
    const act = async (): Promise<void> => {
      const input = { roomId: this.target, messageId: message.id };
      this.#messages.replace(message, await this.call('message:delete', input));
    };
    this.ask(question, act, () => {});
  }
}

/** The text of a message, or the names of its files. */
const shownText = ({ text, attachments }: Message): string =>
  text || attachments.map(({ name }) => name).join(', ');

define('chat-admin-room', AdminRoom);
