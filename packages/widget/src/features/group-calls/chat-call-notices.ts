import { ChatError, type ChatClient } from '@chat/client';
import type { GroupCall, RoomSummary } from '@chat/protocol';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import './chat-group-call.ts';
import { define } from '../../core/define.ts';
import { LanguageController } from '../../i18n/language-controller.ts';
import { groupCallTexts } from '../../call-ui/group-call-texts.ts';
import { icons } from '../../ui/all-icons.ts';
import { nameOf } from '../../room-list/room-preview.ts';
import { base } from '../../styles/base.ts';
import { callNoticesStyle } from './call-notices.styles.ts';
import { tokens } from '../../styles/tokens.ts';
import { groupLineText } from '../../call-ui/group-line-text.ts';

/**
 * Joins the group call of a room that is about to be shown, if it still goes on. Rejects with `ChatError`.
 */
export const joinCallIn = async (client: ChatClient, roomId: string): Promise<void> => {
  const room = client.room(roomId);
  const { groupCall } = room;
  await room.join();
  try {
    await groupCall.load();
    const { call } = await client.call('groupcall:get', { roomId });
    if (!call) return;
    // The element that shows the room may have asked before.
    let stop = (): void => {};
    const own = await new Promise<ReturnType<typeof groupCall.get>>((resolve) => {
      stop = groupCall.subscribe((now) => {
        if (now?.call.id === call.id) resolve(now);
      });
    });
    stop();
    // The call's room says that it is recorded before the user joins.
    const isRecorded = own?.call.recording?.startedAt !== undefined;
    if (own?.call.state === 'active' && !own.here && !isRecorded) await groupCall.join();
  } finally {
    await room.leave({ keep: true });
  }
};

/** At most this many calls of other rooms are shown. */
const maxNotices = 3;

type Going = RoomSummary & { groupCall: GroupCall };

/** Group calls in rooms that are not shown: the user's own call goes on here; others have a join button. */
export class ChatCallNotices extends LitElement {
  static override styles = [tokens, base, callNoticesStyle];
  static override properties = {
    client: { attribute: false },
    rooms: { attribute: false },
    busy: { state: true },
    problem: { state: true },
  };
  declare client: ChatClient | null;
  /** The rooms of the list that have a call. */
  declare rooms: readonly RoomSummary[];
  declare busy: string;
  declare problem: string;
  /** Opens a room. */
  open: (roomId: string) => void = () => {};
  #language = new LanguageController(this);

  constructor() {
    super();
    this.client = null;
    this.rooms = [];
    this.busy = '';
    this.problem = '';
  }

  protected override render(): TemplateResult | typeof nothing {
    const { client } = this;
    if (!client) return nothing;
    const now = Date.now();
    const going = this.rooms.flatMap((each) =>
      each.groupCall ? [{ ...each, groupCall: each.groupCall }] : [],
    );
    const isMine = ({ groupCall }: Going): boolean =>
      groupCall.seats.some(({ userId }) => userId === client.user?.id);
    const others = going.filter((each) => !isMine(each) && (each.silencedUntil ?? 0) <= now);
    return html`${repeat(going.filter(isMine), keyOf, (each) => this.#mine(each, client))}
    ${repeat(others.slice(0, maxNotices), keyOf, (each) => this.#notice(each, client))}
    ${this.problem ? html`<p class="problem" role="status">${this.problem}</p>` : nothing}`;
  }

  #mine(summary: Going, client: ChatClient): TemplateResult {
    const { tag } = this.#language.current;
    const name = nameOf(summary);
    const { id } = summary.room;
    return html`<section class="mine" aria-label=${name}>
      <div class="notice">
        <bdi class="name">${name}</bdi>
        <button type="button" @click=${() => this.open(id)}>${groupCallTexts(tag).goTo}</button>
      </div>
      <chat-group-call lang=${tag} .client=${client} .room=${id}></chat-group-call>
    </section>`;
  }

  #notice(summary: Going, client: ChatClient): TemplateResult {
    const language = this.#language.current;
    const { groupCall, room } = summary;
    const name = nameOf(summary);
    return html`<div class="notice" role="group" aria-label=${name}>
      ${groupCall.kind === 'audio' ? icons.phone : icons.camera}
      <p role="status"><bdi class="name">${name}</bdi> <span>${groupLineText(groupCall, language)}</span></p>
      <button
        type="button"
        class="join"
        ?disabled=${this.busy === room.id}
        @click=${() => void this.#join(client, room.id)}
      >
        ${groupCallTexts(language.tag).join}
      </button>
    </div>`;
  }

  async #join(client: ChatClient, roomId: string): Promise<void> {
    this.problem = '';
    this.busy = roomId;
    this.open(roomId);
    try {
      await joinCallIn(client, roomId);
    } catch (error) {
      const known = error instanceof ChatError ? error : new ChatError('internal', String(error));
      this.problem = this.#language.current.error(known);
    } finally {
      this.busy = '';
    }
  }
}

const keyOf = ({ room }: RoomSummary): string => room.id;

declare global {
  interface HTMLElementTagNameMap {
    'chat-call-notices': ChatCallNotices;
  }
}

define('chat-call-notices', ChatCallNotices);
