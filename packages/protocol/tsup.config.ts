import { defineConfig } from 'tsup';
import { packageBuild } from '../../tsup.base.ts';

// error, rights and limits become files of their own, so that a browser that needs nothing else takes no schema along;
// masked-text and device-identity, so that only browsers that translate or encrypt load them.
export default defineConfig(
  packageBuild([
    'src/index.ts',
    'src/openapi.ts',
    'src/error.ts',
    'src/rights.ts',
    'src/limits.ts',
    'src/translation/masked-text.ts',
    'src/encryption/device-identity.ts',
  ]),
);
