import type { GroupMediaState, GroupPerson } from '@chat/client';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { avatar } from '../../ui/avatar.ts';
import type { CallTexts } from '../../call-ui/texts.ts';
import type { GroupCallTexts } from '../../call-ui/group-call-texts.ts';
import { icons } from '../../ui/all-icons.ts';

/** A participant as shown in a tile. */
interface Tile extends Pick<GroupPerson, 'userId' | 'name' | 'shows' | 'stream' | 'speaking'> {
  avatarUrl?: string;
  mine: boolean;
}

type TileTexts = GroupCallTexts & Pick<CallTexts, 'connecting'>;

const tileOf = (
  { userId, name, avatarUrl, shows, stream, speaking, mine }: Tile,
  texts: TileTexts,
): TemplateResult => {
  const seen = shows !== null && (shows.camera || shows.screen);
  const muted = shows !== null && !shows.microphone;
  const labels = [
    mine ? texts.you : name,
    muted ? texts.muted : '',
    speaking ? texts.speaking : '',
    shows?.screen ? texts.shares : '',
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
  texts: TileTexts,
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
    ${tiles.map((tile) => tileOf(tile, texts))}
  </ul>`;
};
