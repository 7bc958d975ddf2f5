// Lets Node run the packages' sources without a build: `@chat/server` is packages/server/src/index.ts.
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = new URL('..', import.meta.url);

/**
 * From now on `@chat/*` means the sources. `change` may answer another text for a file, named by its path from the root.
 *
 * @param {(path: string, text: string) => string} [change]
 */
export function runSources(change) {
  registerHooks({
    resolve(specifier, context, next) {
      const [, name, entry = 'index'] = /^@chat\/([\w]+)(?:\/([\w-]+))?$/.exec(specifier) ?? [];
      const source = name && new URL(`packages/${name}/src/${entry}.ts`, root);
      return source && existsSync(source)
        ? { url: pathToFileURL(fileURLToPath(source)).href, format: 'module-typescript', shortCircuit: true }
        : next(specifier, context);
    },
    load(url, context, next) {
      if (change === undefined || !url.startsWith(root.href) || !url.endsWith('.ts'))
        return next(url, context);
      const text = readFileSync(new URL(url), 'utf8');
      const changed = change(url.slice(root.href.length), text);
      if (changed === text) return next(url, context);
      return { format: 'module-typescript', source: changed, shortCircuit: true };
    },
  });
}
