import type { RoomSummary } from '@chat/protocol';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { define } from '../../core/define.ts';
import { emit } from '../../core/emit.ts';
import { directTexts } from './texts.ts';
import { openMenuAt } from '../../ui/open-menu-at.ts';
import type { RoomContext } from '../../core/feature.ts';
import { roomActions } from '../../room-list/room-actions.ts';
import { roomKeys } from '../../room-list/room-keys.ts';
import { roomRow } from '../../room-list/room-row.ts';
import { draftIn } from '../../core/own-drafts.ts';
import { nameOf } from '../../room-list/room-preview.ts';
import { roomsTexts } from '../../room-list/texts.ts';
import { showRoom } from '../../ui/show-room.ts';
import { presenceStyle } from '../../styles/presence.ts';
import { base } from '../../styles/base.ts';
import { roomRowStyle } from '../../room-list/room-row.styles.ts';
import { tokens } from '../../styles/tokens.ts';

/** Direct rooms, in the panel of another room. */
export class ChatDirect extends LitElement {
  static override styles = [
    tokens,
    base,
    presenceStyle,
    roomRowStyle,
    css`
      :host {
        --_ring: var(--_surface);
        display: block;
        min-block-size: 0;
        overflow-y: auto;
        overscroll-behavior: contain;
        padding: 0 8px 8px;
        background: var(--_surface);
      }
    `,
  ];
  static override properties = {
    context: { attribute: false },
    rooms: { attribute: false },
    active: { state: true },
  };
  declare context: RoomContext | null;
  declare rooms: readonly RoomSummary[];
  /** The row that is the tab stop. */
  declare active: string;
  #keys = roomKeys((roomId) => this.rooms.filter(({ room }) => room.id === roomId).map(nameOf)[0] ?? '');

  constructor() {
    super();
    this.context = null;
    this.rooms = [];
    this.active = '';
  }

  protected override render(): TemplateResult | typeof nothing {
    const { context, rooms } = this;
    if (!context) return nothing;
    const { language, client } = context;
    const texts = directTexts(language.tag);
    const stop = rooms.find(({ room }) => room.id === this.active) ?? rooms[0];
    const now = Date.now();
    return html`<ul role="list" aria-label=${texts.title} @keydown=${this.#keys} @focusin=${this.#onFocusIn}>
      ${repeat(
        rooms,
        ({ room }) => room.id,
        (each) =>
          roomRow(each, {
            me: client.user?.id ?? '',
            language,
            now,
            chosen: false,
            draft: draftIn(client, each.room.id),
            active: each === stop,
            onChoose: () => showRoom(context.host, each.room.id, context.language),
            onMenu: (opener) => this.#openMenu(opener, each, context),
          }),
      )}
    </ul>`;
  }

  #onFocusIn = (event: FocusEvent): void => {
    const row = (event.target as Element).closest('.room')?.querySelector<HTMLElement>('.row');
    if (row) this.active = row.dataset['room'] ?? '';
  };

  #openMenu(opener: HTMLElement, summary: RoomSummary, { client, language }: RoomContext): void {
    const act = (task: Promise<unknown>): void =>
      void task.catch((error: unknown) => emit(this, 'chat-error', { error }));
    openMenuAt(
      this,
      opener,
      roomActions(summary, client, roomsTexts(language.tag), Date.now(), act, () => {}),
    );
  }
}

define('chat-direct', ChatDirect);
