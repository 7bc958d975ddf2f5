import { defineConfig } from 'tsup';
import { packageBuild } from '../../tsup.base.ts';

export default defineConfig({
  ...packageBuild(['src/index.ts', 'src/sqlite.ts', 'src/testing.ts'], 'node'),
  // The built widget is found beside the built server, in CommonJS too.
  shims: true,
});
