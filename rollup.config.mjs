import { fileURLToPath } from 'node:url';
import commonjs from '@rollup/plugin-commonjs';
import nodeResolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import typescript from '@rollup/plugin-typescript';
import { defineConfig } from 'rollup';

const widget = fileURLToPath(new URL('./packages/widget', import.meta.url));
const dist = `${widget}/dist`;

/** The widget: ES modules for bundlers, then from those the one self-contained file for a script tag. */
export default defineConfig([
  {
    input: `${widget}/src/index.ts`,
    external: /^(lit|@lit|@chat)(\/|$)/,
    output: { dir: dist, format: 'es', sourcemap: true, chunkFileNames: '[name]-[hash].js' },
    plugins: [
      nodeResolve({ browser: true }),
      commonjs(),
      typescript({
        tsconfig: `${widget}/tsconfig.json`,
        noEmitOnError: true,
        compilerOptions: {
          noEmit: false,
          rootDir: `${widget}/src`,
          outDir: dist,
          declaration: true,
          declarationDir: dist,
          sourceMap: true,
          paths: {},
        },
      }),
    ],
  },
  {
    input: `${dist}/index.js`,
    onLog(level, log, handler) {
      // A script tag has nobody to resolve what is left over.
      handler(log.code === 'UNRESOLVED_IMPORT' ? 'error' : level, log);
    },
    output: {
      file: `${dist}/widget.js`,
      format: 'iife',
      name: 'Chat',
      sourcemap: true,
      inlineDynamicImports: true,
    },
    plugins: [
      nodeResolve({ browser: true, exportConditions: ['production'] }),
      commonjs(),
      terser({ ecma: 2020, format: { comments: false } }),
    ],
  },
]);
