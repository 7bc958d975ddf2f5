import type { Options } from 'tsup';

/** ESM, CommonJS and declarations of one package, in its dist folder. What a package depends on stays outside. */
export function packageBuild(
  entry: string[] | Record<string, string>,
  platform: 'neutral' | 'node' = 'neutral',
): Options {
  return {
    entry,
    platform,
    format: ['esm', 'cjs'],
    target: 'es2022',
    clean: true,
    sourcemap: true,
    splitting: true,
    // Else `node:sqlite` would become `sqlite`, which does not exist.
    removeNodeProtocol: false,
    dts: {
      compilerOptions: {
        composite: false,
        incremental: false,
        ignoreDeprecations: '6.0',
        // Built packages are seen as a user sees them: through their own exports.
        paths: {},
      },
    },
  };
}
