import { defineConfig } from 'tsup';
import { packageBuild } from '../../tsup.base.ts';

// error, rights and limits become files of their own, so that a browser that needs nothing else takes no schema along;
// masked-text, device-identity, file-kind, file-name and parsed-search, so that only browsers that translate, encrypt or search by
// themselves load them.
export default defineConfig(
  packageBuild([
    'src/index.ts',
    'src/openapi.ts',
    'src/error.ts',
    'src/rights.ts',
    'src/limits.ts',
    'src/translation/masked-text.ts',
    'src/encryption/device-identity.ts',
    'src/files/file-kind.ts',
    'src/files/file-name.ts',
    'src/search/parsed-search.ts',
  ]),
);
