// `npm run docs` builds the site into `docs/site/dist`, a folder for each version. `npm run docs -- --serve`
// then shows it.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundlePrograms } from './bundle.ts';
import { brokenLinks } from './check-links.ts';
import { generate } from './generator.ts';
import { llmsFullText, llmsText, markdownAddress } from './llms.ts';
import { root } from './navigation.ts';
import { readPages } from './pages.ts';
import { openApi } from './reference/rest.ts';
import { sectionsOf } from './search-index.ts';
import { serve } from './serve.ts';
import { redirectPage, versionsPage } from './versions.ts';

const site = join(root, 'docs/site/dist');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const [folder = ''] = /^\d+\.\d+/.exec(version) ?? [];
const output = join(site, `v${folder}`);

const write = (base: string, path: string, text: string): void => {
  mkdirSync(dirname(join(base, path)), { recursive: true });
  writeFileSync(join(base, path), text);
};

// Also in a test, whose environment would make Lit warn in the page.
process.env['NODE_ENV'] = 'production';

const buildSite = async (): Promise<void> => {
  rmSync(output, { recursive: true, force: true });
  const pages = readPages();
  await generate(pages, version, output);
  await bundlePrograms(join(output, 'programs'));

  const html = new Map(pages.map(({ address }) => [address, readFileSync(join(output, address), 'utf8')]));
  const sections = [...html].flatMap(([address, text]) => sectionsOf(address, text));
  write(output, 'search.json', JSON.stringify(sections));
  write(output, 'openapi.json', JSON.stringify(openApi, null, 2));
  write(output, 'llms.txt', llmsText(pages));
  write(output, 'llms-full.txt', llmsFullText(pages));
  for (const { address, text } of pages) write(output, markdownAddress(address), text);

  // Other versions stay; agents look for the newest at the root.
  const versions = readdirSync(site)
    .filter((name) => /^v\d+\.\d+$/.test(name))
    .toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  const [newest = ''] = versions;
  write(site, 'index.html', redirectPage(newest));
  write(site, 'versions.html', versionsPage(versions));
  write(
    site,
    'llms.txt',
    readFileSync(join(site, newest, 'llms.txt'), 'utf8').replaceAll('](', `](${newest}/`),
  );
  cpSync(join(site, newest, 'llms-full.txt'), join(site, 'llms-full.txt'));

  const broken = brokenLinks(html, (path) => existsSync(join(output, path)));
  if (broken.length > 0) throw new Error(`The site has broken links:\n${broken.join('\n')}`);
  process.stdout.write(`${pages.length} pages in ${output}\n`);
};

await buildSite();
if (process.argv.includes('--serve')) {
  const { address } = await serve(site, Number(process.env['PORT'] || 3595));
  process.stdout.write(`${address}\n`);
}
