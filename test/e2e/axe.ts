import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  nodes: { target: unknown; failureSummary: string }[];
}

/** The violations that axe finds in a page, as text. `ignored`: rules that do not apply. */
export const violations = async (page: Page, ...ignored: string[]): Promise<string[]> => {
  // Playwright evaluates past the page's policy; a script tag would be refused by it, as it should.
  await page.evaluate(axe);
  const found: Violation[] = await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((run) => run.violations)`,
  );
  return found
    .filter(({ id }) => !ignored.includes(id))
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${JSON.stringify(target)} ${failureSummary}`),
    );
};
