import type { Phase, RoomSummary } from '@chat/protocol';
import { html, type TemplateResult } from 'lit';
import { define } from '../core/define.ts';
import { nameOf } from '../room-list/room-preview.ts';
import { AdminSection } from './admin-section.ts';
import { link, listView, moment, table } from './admin-table.ts';
import { PagedList, type Page } from './paged-list.ts';
import type { Section } from './texts/dictionary.ts';

const phases: readonly Phase[] = ['scheduled', 'open', 'ended'];
const pageLimit = 50;

/** All rooms of the server by id, to choose one of. */
export class AdminRooms extends AdminSection {
  static override properties = { ...AdminSection.properties, leadsTo: { attribute: false } };
  /** The section in which a chosen room is shown. */
  declare leadsTo: Section;
  /** The beginning of an id. */
  #prefix = '';
  #phase = '';
  #rooms = new PagedList<RoomSummary>(this, (last) => this.#fetch(last?.room.id));

  constructor() {
    super();
    this.leadsTo = 'rooms';
  }

  /** Rooms are listed by id, so those whose ids begin alike are next to each other. */
  async #fetch(last: string | undefined): Promise<Page<RoomSummary>> {
    const prefix = this.#prefix;
    const asked = this.#phase ? phases.filter((each) => each === this.#phase) : [...phases];
    const isFirst = last === undefined && prefix !== '';
    const [whole, after] = await Promise.all([
      isFirst ? this.call('room:list', { roomIds: [prefix], phases: asked }) : null,
      this.call('room:list', {
        limit: pageLimit,
        phases: asked,
        ...(last === undefined ? (prefix === '' ? {} : { after: prefix }) : { after: last }),
      }),
    ]);
    const found = after.rooms.filter(({ room }) => room.id.startsWith(prefix));
    const hasMore = after.hasMore && found.length === after.rooms.length;
    return { items: [...(whole?.rooms ?? []), ...found], hasMore };
  }

  protected override content(): unknown {
    const { texts, language } = this;
    return html`<form @submit=${this.#onFind}>
        <label
          >${texts.rooms.find}
          <input type="search" name="id" maxlength="128" dir="auto" autocapitalize="off" autocomplete="off" />
        </label>
        <label
          >${texts.state}
          <select name="phase">
            <option value="">${texts.all}</option>
            ${phases.map((phase) => html`<option value=${phase}>${texts.phases[phase]}</option>`)}
          </select>
        </label>
        <button type="submit" class="primary">${language.text('search')}</button>
      </form>
      ${listView(this.#rooms, language, (rooms) => this.#table(rooms))}`;
  }

  #table(rooms: readonly RoomSummary[]): TemplateResult {
    const { texts, language } = this;
    return table(
      texts.sections.rooms,
      [
        texts.room,
        texts.type,
        texts.state,
        { text: texts.rooms.present, isNumber: true },
        texts.rooms.activity,
      ],
      rooms.map((summary) => {
        const { room, occupancy, activeAt } = summary;
        const name = nameOf(summary);
        return [
          html`${link(html`<bdi>${name}</bdi>`, () => this.go(this.leadsTo, room.id))}
          ${name === room.id ? '' : html`<bdi class="id">${room.id}</bdi>`}`,
          texts.types[room.type],
          texts.phases[room.phase],
          language.number(occupancy ?? 0),
          moment(activeAt, language),
        ];
      }),
    );
  }

  #onFind = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const written = (name: string): string => {
      const value = form.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    this.#prefix = written('id');
    this.#phase = written('phase');
    void this.#rooms.reload();
  };
}

define('chat-admin-rooms', AdminRooms);
