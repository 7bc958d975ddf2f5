// The sections of the pages as text, for the search in the page.
export interface Section {
  address: string;
  page: string;
  heading: string;
  text: string;
}

const entities: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&amp;': '&',
  '&#39;': "'",
};

const plain = (html: string): string =>
  html
    .replaceAll(/<a class="anchor".*?<\/a>/gs, '')
    .replaceAll(/<\/(p|li|td|th|tr|h\d|pre)>|<br>/g, ' ')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll(/&(lt|gt|quot|amp|#39);/g, (entity) => entities[entity] ?? entity)
    .replaceAll(/\s+/g, ' ')
    .trim();

/** Splits a page at its headings of the second and third level. */
export const sectionsOf = (address: string, html: string): Section[] => {
  const [, article = ''] = /<article>(.*)<\/article>/s.exec(html) ?? [];
  const [, page = ''] = /<h1[^>]*>(.*?)<\/h1>/s.exec(article) ?? [];
  const parts = article.replace(/^.*?<\/h1>/s, '').split(/(?=<h[23] id=")/);
  return parts.flatMap((part) => {
    const [, id, heading = ''] = /^<h[23] id="([^"]+)">(.*?)<\/h[23]>/s.exec(part) ?? [];
    const text = plain(part.replace(/^<h[23].*?<\/h[23]>/s, ''));
    if (id !== undefined && text === '') return [];
    return [{ address: id ? `${address}#${id}` : address, page: plain(page), heading: plain(heading), text }];
  });
};
