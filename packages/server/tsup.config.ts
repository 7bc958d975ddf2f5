import { defineConfig } from 'tsup';
import { packageBuild } from '../../tsup.base.ts';

export default defineConfig(packageBuild(['src/index.ts', 'src/sqlite.ts', 'src/testing.ts'], 'node'));
