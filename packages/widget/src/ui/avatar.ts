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

const colours = new Map<string, number>();
const onPage = new Set<number>();
const inRooms = new WeakMap<ChatRoom, Set<number>>();

/**
 * Returns a user's colour on this page, the same in every room: their own, or the next that no other user of the page has,
 * or, once all are taken, no other user of the room. It never changes while the page is open.
 */
export const hueIn = (id: string, room?: ChatRoom | null): number => {
  let inRoom = room ? inRooms.get(room) : onPage;
  if (room && !inRoom) {
    inRooms.set(room, (inRoom = new Set()));
    // The authors of the loaded messages choose before other members.
    for (const { author } of room.messages.get().items) hueIn(author.id, room);
  }
  let hue = colours.get(id);
  if (hue === undefined) {
    const taken = onPage.size < hues ? onPage : inRoom;
    hue = hueOf(id);
    for (let step = 1; step < hues && taken?.has(hue); step++) hue = (hue + 3) % hues;
    colours.set(id, hue);
    onPage.add(hue);
  }
  inRoom?.add(hue);
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

/** A user's picture or initials, in their colour. Decorative: the name stands next to it. */
export const avatar = (
  user: { id: string; name: string; avatarUrl?: string },
  room?: ChatRoom | null,
  status?: string,
  hue = hueIn(user.id, room),
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
