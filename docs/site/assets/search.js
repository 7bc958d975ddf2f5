// Searches the sections of all pages, in the page: the index is a file of the site.
import MiniSearch from './minisearch.js';

const dialog = document.querySelector('dialog.search');
const input = dialog.querySelector('input');
const list = dialog.querySelector('ol');
const count = dialog.querySelector('.count');
const { up } = document.body.dataset;
const mostShown = 30;

/** Pages that explain come before lists of declarations, and those before what concerns the project. */
const weightOf = ({ address, heading }) => {
  if (/^(decisions|project|examples)\//.test(address)) return 0.3;
  if (/^reference\/(api\/|rest|schemas)/.test(address)) return 0.35;
  // The beginning of a page says what it is about.
  return heading ? 1 : 1.5;
};

const wordsOf = (text) => text.split(/[^\p{L}\p{N}_]+/u).filter(Boolean);

const load = async () => {
  const response = await fetch(`${up}search.json`);
  const sections = await response.json();
  const index = new MiniSearch({
    fields: ['page', 'heading', 'text'],
    searchOptions: {
      tokenize: wordsOf,
      boost: { page: 4, heading: 6 },
      prefix: true,
      fuzzy: (term) => (term.length > 4 ? 0.15 : false),
      combineWith: 'AND',
      boostDocument: (id) => weightOf(sections[id]),
    },
    // `createChatServer` is found by its parts and as a whole.
    tokenize: (text) => {
      const words = wordsOf(text);
      return [...new Set([...words, ...words.flatMap((word) => word.split(/(?<=[a-z])(?=[A-Z])/))])];
    },
  });
  index.addAll(sections.map((section, id) => ({ id, ...section })));
  return { index, sections };
};
const loading = load();

/** The text around the first word found. */
const excerpt = (text, terms) => {
  const at = terms.map((term) => text.toLowerCase().indexOf(term)).filter((each) => each >= 0);
  const start = Math.max(0, Math.min(...at, text.length) - 30);
  return (at.length > 0 && start > 0 ? '… ' : '') + text.slice(at.length > 0 ? start : 0).slice(0, 160);
};

/** Marks the words found. */
const marked = (text, terms) => {
  const fragment = document.createDocumentFragment();
  // Of words that begin alike the longest is marked.
  const longestFirst = terms.toSorted((a, b) => b.length - a.length);
  const words = longestFirst.map((term) => term.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  for (const [index, part] of text.split(new RegExp(`(${words.join('|')})`, 'i')).entries()) {
    if (index % 2 === 0) fragment.append(part);
    else fragment.append(Object.assign(document.createElement('mark'), { textContent: part }));
  }
  return fragment;
};

const show = async () => {
  const { index, sections } = await loading;
  const found = input.value.trim() ? index.search(input.value) : [];
  count.textContent = input.value.trim()
    ? found.length === 0
      ? 'Nothing found'
      : `${found.length} found`
    : '';
  list.replaceChildren(
    ...found.slice(0, mostShown).map(({ id, terms }) => {
      const { address, page, heading, text } = sections[id];
      const entry = document.createElement('li');
      const link = Object.assign(document.createElement('a'), { href: up + address });
      const title = document.createElement('strong');
      title.append(marked(heading ? `${page} › ${heading}` : page, terms));
      const detail = document.createElement('small');
      detail.append(marked(excerpt(text, terms), terms));
      link.append(title, detail);
      entry.append(link);
      return entry;
    }),
  );
};

input.addEventListener('input', () => void show());
dialog.querySelector('form').addEventListener('submit', (event) => {
  if (event.submitter) return;
  event.preventDefault();
});
dialog.addEventListener('keydown', (event) => {
  const links = [...list.querySelectorAll('a')];
  const at = links.indexOf(document.activeElement);
  if (event.key === 'Enter' && document.activeElement === input) {
    event.preventDefault();
    links[0]?.click();
  }
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  event.preventDefault();
  const next = at + (event.key === 'ArrowDown' ? 1 : -1);
  (next < 0 ? input : links[Math.min(next, links.length - 1)])?.focus();
});
dialog.addEventListener('click', ({ target }) => {
  if (target === dialog || target.closest('ol a')) dialog.close();
});

// What was written while this loaded.
void show();
