import { defineConfig } from 'vitest/config';
import { catalogues } from './catalogues.ts';
import { chunkOf, sha256Alone } from './chunks.ts';
import { referenceData } from './reference.ts';

// The same tree must give the same bytes anywhere, on any day: names come from content only, and
// nothing here reads the clock, the machine or the path of the checkout.
export default defineConfig({
  base: '/',
  plugins: [referenceData(), catalogues(), sha256Alone()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    // Inlined assets would be data: URLs, which the content security policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: { includeDependenciesRecursively: false, groups: [{ debugName: 'first pages', name: chunkOf }] } } },
  },
  worker: { format: 'es', plugins: () => [referenceData(), sha256Alone()] },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.{ts,tsx}'],
    environment: 'node',
    // Guards against hanging, never measurements.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    maxWorkers: 2,
  },
});
