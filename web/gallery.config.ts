import { mergeConfig } from 'vitest/config';
import product from './vite.config.ts';

/** The gallery as a folder of files, for the tests: nothing watches, nothing reloads, nothing is prepared later. */
export default mergeConfig(product, { build: { rollupOptions: { input: 'gallery.html' } } });
