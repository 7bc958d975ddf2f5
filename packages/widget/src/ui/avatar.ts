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

/** Returns one or two initials: of the first and last word of a name. */
export const initialsOf = (name: string): string => {
  const words = name
    .trim()
    .split(/\s+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  const first = (word: string | undefined) => word?.match(/[\p{L}\p{N}]\p{M}*/u)?.[0] ?? '';
  const letters = words.length > 1 ? first(words[0]) + first(words.at(-1)) : first(words[0]);
  return letters.toLocaleUpperCase() || String.fromCodePoint(name.trim().codePointAt(0) ?? 63);
};
const dropBroken = (event: Event): void => (event.target as Element).remove();

/** A user's picture or initials. Decorative: the name stands next to it. */
export const avatar = (
  user: { id: string; name: string; avatarUrl?: string },
  status?: string,
  hue = hueOf(user.id),
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
