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

/** Colours by user. */
type Colours = Map<string, number>;

const onPage: Colours = new Map();
const inRooms = new WeakMap<ChatRoom, Colours>();

const usesOf = (colours: Colours, hue: number): number =>
  [...colours.values()].filter((each) => each === hue).length;

/**
 * Returns a user's colour on this page, the same in every room: their own, or the next that fewer users of the room have,
 * or, among equals, fewer users of the page. It never changes while the page is open.
 */
export const hueIn = (id: string, room?: ChatRoom | null): number => {
  const inRoom = (room ? inRooms.get(room) : onPage) ?? new Map<string, number>();
  if (room && !inRooms.has(room)) {
    inRooms.set(room, inRoom);
    // The authors of the loaded messages choose before other members.
    for (const { author } of room.messages.get().items) hueIn(author.id, room);
  }
  let hue = onPage.get(id);
  if (hue === undefined) {
    hue = hueOf(id);
    const uses = (each: number): number => usesOf(inRoom, each) * 1e6 + usesOf(onPage, each);
    for (let next = hue, step = 1; step < hues; step++) {
      next = (next + 3) % hues;
      if (uses(next) < uses(hue)) hue = next;
    }
    onPage.set(id, hue);
  }
  inRoom.set(id, hue);
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
