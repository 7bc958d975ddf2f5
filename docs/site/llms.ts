// The documentation for coding agents: an index of the pages as Markdown (https://llmstxt.org), and all of it
// in one file.
import { groups } from './navigation.ts';
import { aboutOf, type Page } from './pages.ts';

const head = `# Chat

> An embeddable chat in TypeScript: \`createChatServer(httpServer)\` adds rooms, history, presence and moderation to any
> Node http server, \`<chat-room room="lobby">\` shows a room in any page, \`createChatClient()\` is the chat without an
> interface. Self-hosted; storage in memory, SQLite, PostgreSQL or MongoDB; no request to another origin.

- Packages: \`@chat/server\` (Node 20.19 or newer), \`@chat/widget\`, \`@chat/client\`, \`@chat/protocol\`. They are not on npm
  yet; [quick start](quick-start.md) says how to install them.
- A page needs one script, \`/chat/widget.js\`, which the server serves, and the tag.
- Users come from your \`authenticate\`; without it, visitors are guests with a name.
- Commands, REST routes and events come from one table, so names are the same everywhere: \`message:send\`.
`;

/** Groups that explain how the project is made, not how to use it. */
const optional = new Set(['Project', 'Decisions']);

export const markdownAddress = (address: string): string => address.replace(/\.html$/, '.md');

export const llmsText = (pages: readonly Page[]): string => {
  const sections = groups.map(({ title }) => {
    const own = pages.filter(({ group }) => group === title);
    const lines = own.map((page) => {
      const about = aboutOf(page);
      return `- [${page.title}](${markdownAddress(page.address)})${about ? `: ${about}` : ''}`;
    });
    return { title, text: lines.join('\n') };
  });
  const used = sections.filter(({ title }) => !optional.has(title));
  const others = sections.filter(({ title }) => optional.has(title)).map(({ text }) => text);
  return `${head}
${used.map(({ title, text }) => `## ${title}\n\n${text}\n`).join('\n')}
## Optional

${others.join('\n')}
`;
};

/** Groups that the full text leaves out: declarations are in the packages, examples in the repository. */
const leftOut = new Set([...optional, 'API of the packages', 'Examples']);

/** What a user of the packages needs. */
export const llmsFullText = (pages: readonly Page[]): string =>
  `${head}\n${pages
    .filter(({ group }) => !leftOut.has(group))
    .map(({ address, text }) => `<!-- ${markdownAddress(address)} -->\n\n${text.trim()}\n`)
    .join('\n---\n\n')}`;
