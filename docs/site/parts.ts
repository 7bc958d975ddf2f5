// The parts of pages that are not text: `<!-- site: playground -->` stands for one in the Markdown.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const partOf = (name: string): string =>
  readFileSync(join(import.meta.dirname, `layouts/${name}.html`), 'utf8');

export const parts = (html: string): string =>
  html.replaceAll(/<!-- site: ([\w-]+) -->/g, (_, name: string) => partOf(name));
