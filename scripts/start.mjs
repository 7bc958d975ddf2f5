// Builds what is out of date, then runs one of the examples: `npm start` the portal, `npm start -- rooms` another.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const name = process.argv[2] ?? 'citas';
const cwd = join(root, 'examples', name);

if (!existsSync(join(cwd, 'server.ts'))) {
  console.error(`there is no examples/${name}/server.ts`);
  process.exit(1);
}
try {
  await build();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
console.log(`starting examples/${name}; its address follows`);
// Its `.env`, if there is one; what is set already counts more.
const variables = existsSync(join(cwd, '.env')) ? ['--env-file=.env'] : [];
const child = spawn(process.execPath, [...variables, 'server.ts'], { cwd, stdio: 'inherit' });
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
  process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
// A signal to npm ends npm, and does not reach this process: without this the server would hold its port and its file.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) child.kill('SIGTERM');
}, 500).unref();
