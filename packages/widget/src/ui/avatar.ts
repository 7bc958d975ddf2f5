import { html, nothing, type TemplateResult } from 'lit';

/** How many colours there are for people; each has a class `hue-N`. */
export const hues = 10;

/** The same person has the same colour everywhere: from the id, never from the name. */
export const hueOf = (id: string): number => {
  let hash = 2166136261;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 16777619);
  // Its low bits are poor; this mixes the others in.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return ((hash ^ (hash >>> 13)) >>> 0) % hues;
};

/** One or two letters for a name: the first of its first and last word. */
export const initialsOf = (name: string): string => {
  const words = name
    .trim()
    .split(/\s+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  const first = (word: string | undefined) => word?.match(/[\p{L}\p{N}]\p{M}*/u)?.[0] ?? '';
  const letters = words.length > 1 ? first(words[0]) + first(words.at(-1)) : first(words[0]);
  return letters.toLocaleUpperCase() || String.fromCodePoint(name.trim().codePointAt(0) ?? 63);
};

/** Where the chats of this page are, origin and path: an origin that is asked for everything else may be asked for pictures. */
const servers = new Map<string, string>();

/** Pictures that are named by a path alone are there, on whatever page they are shown. `src`: the chat's address. */
export const picturesFrom = (src: string): void => {
  const { origin, pathname } = new URL(src, location.href);
  servers.set(origin, pathname.replace(/\/$/, '') || '/chat');
};

/**
 * Only pictures of this page's origin and of its chat's are shown: a message must not make its readers call elsewhere. Those of
 * profiles are below the chat's path as it is reached from here: behind a proxy it is longer than the server knows.
 */
export const pictureOf = (url: string | undefined): string | null => {
  if (!url || typeof location === 'undefined') return null;
  const [[server, path] = [location.origin, '/chat']] = servers;
  try {
    const { href, origin } = new URL(url.replace(/^\/.*(?=\/pictures\/[\da-f-]+\?v=)/, path), server);
    return origin === location.origin || servers.has(origin) ? href : null;
  } catch {
    return null;
  }
};

const dropBroken = (event: Event): void => (event.target as Element).remove();

/** A person's picture or initials. Decorative: the name stands beside it. */
export const avatar = (
  user: { id: string; name: string; avatarUrl?: string },
  status?: string,
  hue = hueOf(user.id),
): TemplateResult => {
  const picture = pictureOf(user.avatarUrl);
  return html`<span class="avatar hue-${hue}" part="avatar" aria-hidden="true"
    ><span class="initials">${initialsOf(user.name)}</span>${
      picture
        ? html`<img src=${picture} alt="" loading="lazy" referrerpolicy="no-referrer" @error=${dropBroken} />`
        : nothing
    }${status ? html`<i class="dot ${status}"></i>` : nothing}</span
  >`;
};
