import type { GroupMediaState, GroupPerson } from '@chat/client';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { avatar } from '../../ui/avatar.ts';
import type { CallTexts } from '../../call-ui/texts.ts';
import type { GroupCallTexts } from '../../call-ui/group-call-texts.ts';
import { handMark, type RaisedHands } from './raised-hands.ts';
import { fillText } from '../../i18n/fill-text.ts';
import { icons } from '../../ui/all-icons.ts';

/** A participant as shown in a tile. */
interface Tile extends Pick<GroupPerson, 'userId' | 'name' | 'shows' | 'stream' | 'speaking'> {
  avatarUrl?: string;
  mine: boolean;
}

interface TilesContext {
  /** Language tag. */
  tag: string;
  texts: GroupCallTexts & Pick<CallTexts, 'connecting'>;
  hands: RaisedHands;
}

const tileOf = (
  { userId, name, avatarUrl, shows, stream, speaking, mine }: Tile,
  { tag, texts, hands }: TilesContext,
): TemplateResult => {
  const at = hands.order.indexOf(userId) + 1;
  const position = new Intl.NumberFormat(tag).format(at);
  const seen = shows !== null && (shows.camera || shows.screen);
  const muted = shows !== null && !shows.microphone;
  const labels = [
    mine ? texts.you : name,
    muted ? texts.muted : '',
    speaking ? texts.speaking : '',
    shows?.screen ? texts.shares : '',
    at > 0 ? fillText(texts.handRaised, { n: position }) : '',
    // They have just joined, or their page is gone and may return.
    stream === null && !mine ? texts.connecting : '',
  ];
  return html`<li
    class="tile ${speaking && !muted ? 'speaking' : ''} ${shows?.screen ? 'wide' : ''}"
    data-user=${userId}
    aria-label=${labels.filter(Boolean).join(', ')}
  >
    ${seen ? nothing : avatar({ id: userId, name, ...(avatarUrl === undefined ? {} : { avatarUrl }) })}
    <video
      autoplay
      playsinline
      aria-hidden="true"
      class=${mine && !shows?.screen ? 'mirrored' : ''}
      ?hidden=${!seen}
      .muted=${mine}
      .srcObject=${live(stream)}
    ></video>
    ${handMark({ userId, name, mine }, hands, position, texts)}
    <span class=${muted ? 'who muted' : 'who'} aria-hidden="true" title=${name}
      >${muted ? icons.micOff : nothing}<span dir="auto">${mine ? texts.you : name}</span
      >${stream === null && !mine ? html`<span>· ${texts.connecting}</span>` : nothing}</span
    >
  </li>`;
};

/** All participants, the user last. */
export const groupTiles = (
  media: GroupMediaState | null,
  me: { id: string; name: string; avatarUrl?: string },
  context: TilesContext,
): TemplateResult => {
  const people = media?.people ?? [];
  const { id: userId, ...rest } = me;
  const own: Tile = {
    ...rest,
    userId,
    mine: true,
    shows: media,
    speaking: false,
    stream: media?.local ?? null,
  };
  const tiles = [...people.map((person) => ({ ...person, mine: false })), own];
  const columns = Math.ceil(Math.sqrt(tiles.length));
  return html`<ul class="tiles count-${Math.min(columns, 4)} of-${tiles.length}" part="tiles">
    ${tiles.map((tile) => tileOf(tile, context))}
  </ul>`;
};
