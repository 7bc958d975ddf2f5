import { defineConfig } from 'tsup';
import { packageBuild } from '../../tsup.base.ts';

export default defineConfig({
  ...packageBuild(
    {
      index: 'src/index.ts',
      sqlite: 'src/sqlite.ts',
      postgres: 'src/postgres.ts',
      mongodb: 'src/mongodb.ts',
      firestore: 'src/firestore.ts',
      push: 'src/push.ts',
      s3: 'src/s3.ts',
      storage: 'src/storage.ts',
      testing: 'src/testing.ts',
      // The command `npx @chat/server`.
      cli: 'src/cli/bin.ts',
      // Loaded by name, as a thread.
      'writer-thread': 'src/storage/sqlite/writer-thread.ts',
      // Loaded by name, as a process.
      'image-worker': 'src/files/image-worker.ts',
    },
    'node',
  ),
  // Optional, so tsup does not leave it out by itself; bundled it finds no libvips.
  external: ['sharp'],
  // The built widget is found beside the built server, in CommonJS too.
  shims: true,
});
