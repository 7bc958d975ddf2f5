import type { ChatRoom } from '@chat/client';
import { html, nothing, type TemplateResult } from 'lit';
import { pictureUrl } from '../core/picture-url.ts';

/** The number of avatar colours; each has a class `hue-N`. */
export const hues = 10;

/** Returns a user's colour: from the id, so that it never changes. */
export const hueOf = (id: string): number => {
  let hash = 2166136261;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 16777619);
  // Its low bits are poorly distributed; this mixes the others in.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return ((hash ^ (hash >>> 13)) >>> 0) % hues;
};

const taken = new WeakMap<ChatRoom, Map<string, number>>();

/**
 * Returns a user's colour in a room: their own, or the next free one if another user of the room has it. The authors of
 * the loaded messages choose first, the reader last. No colour changes while the page is open.
 */
export const hueIn = (room: ChatRoom, id: string): number => {
  let all = taken.get(room);
  if (!all) {
    taken.set(room, (all = new Map()));
    for (const { author, mine } of room.messages.get().items) if (!mine) hueIn(room, author.id);
  }
  let hue = all.get(id);
  if (hue === undefined) {
    const used = [...all.values()];
    hue = hueOf(id);
    for (let step = 1; step < hues && used.includes(hue); step++) hue = (hue + 3) % hues;
    all.set(id, hue);
  }
  return hue;
};

/** Returns one or two initials: of the first and last word of a name. */
export const initialsOf = (name: string): string => {
  const words = name.match(/[\p{L}\p{N}]\S*/gu) ?? [];
  const first = (word = ''): string => /^.?\p{M}*/u.exec(word)?.[0] ?? '';
  const letters = first(words[0]) + (words.length > 1 ? first(words.at(-1)) : '');
  return letters.toLocaleUpperCase() || String.fromCodePoint(name.trim().codePointAt(0) ?? 63);
};

const dropBroken = (event: Event): void => (event.target as Element).remove();

/** A user's picture or initials, in their colour of `room`. Decorative: the name stands next to it. */
export const avatar = (
  user: { id: string; name: string; avatarUrl?: string },
  room?: ChatRoom | null,
  status?: string,
  hue = room ? hueIn(room, user.id) : hueOf(user.id),
): TemplateResult => {
  const picture = pictureUrl(user.avatarUrl);
  return html`<span class="avatar hue-${hue}" part="avatar" aria-hidden="true"
    ><span class="initials">${initialsOf(user.name)}</span>${
      picture
        ? html`<img src=${picture} alt="" loading="lazy" referrerpolicy="no-referrer" @error=${dropBroken} />`
        : nothing
    }${status ? html`<i class="dot ${status}"></i>` : nothing}</span
  >`;
};
