import { defineConfig } from 'tsup';
import { packageBuild } from '../../tsup.base.ts';

export default defineConfig({
  ...packageBuild(['src/index.ts', 'src/react.ts', 'src/call-engines.ts']),
  // Shorter syntax of the same meaning: every page that bundles the client gets it, however its own build minifies.
  esbuildOptions: (options) => {
    options.minifySyntax = true;
  },
});
