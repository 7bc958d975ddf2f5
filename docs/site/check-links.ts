// Every link of the built site leads to a page and a place in it that exist, and nothing is loaded from
// elsewhere.
import { posix } from 'node:path';

const attributes = (html: string, pattern: RegExp): string[] =>
  [...html.matchAll(pattern)].map(([, value = '']) => value);

/** Returns what is wrong, a line each. `hasFile` knows the files of the site that are no pages. */
export const brokenLinks = (
  pages: ReadonlyMap<string, string>,
  hasFile: (path: string) => boolean,
): string[] => {
  const ids = new Map(
    [...pages].map(([address, html]) => [address, new Set(attributes(html, / id="([^"]+)"/g))]),
  );
  return [...pages].flatMap(([address, html]) => {
    const own = attributes(html, /<(?:script|img|link|iframe|source)[^>]* (?:src|href)="([^"]+)"/g);
    const foreign = own
      .filter((link) => /^(https?:)?\/\//.test(link))
      .map((link) => `${address} loads ${link}`);
    const links = [...own, ...attributes(html, /<a[^>]* href="([^"]+)"/g)];
    const broken = links
      .filter((link) => !/^(https?:|mailto:|data:)/.test(link))
      .filter((link) => {
        const [path = '', fragment] = link.split('#');
        const target = path === '' ? address : posix.join(posix.dirname(address), path);
        if (fragment !== undefined) return !ids.get(target)?.has(decodeURIComponent(fragment));
        return !pages.has(target) && !hasFile(target);
      });
    return [...foreign, ...[...new Set(broken)].map((link) => `${address} links to ${link}`)];
  });
};
