/**
 * What the first pages weigh, gzipped, against their budgets: `npm run size`. Exits with 1 above one.
 *
 * Builds in memory and follows the imports, so that nobody has to keep a list of files. Of the languages the
 * heaviest counts. Code for browsers without our cryptography (noble) is not part of it: they fetch it besides.
 */
import process from 'node:process';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const INBOX = ['/src/main.tsx', '/src/session/gate.ts', '/src/session/desk.ts', '/src/ui/shell/inside.tsx'];
const BUDGETS = [
  { page: 'sign-in', budget: 50_000, parts: ['/src/main.tsx'], languageParts: ['front'], assets: [] },
  {
    page: 'first inbox, with the cryptography',
    budget: 100_000,
    parts: INBOX,
    languageParts: ['front', 'inside'],
    assets: ['argon2.worklet'],
  },
  {
    page: 'library, after the first inbox', budget: 30_000, after: INBOX, parts: ['/src/ui/library/library.tsx', 'virtual:reference/library'], languageParts: ['library', 'publications'], languageData: ['library'], assets: [],
  },
];

/** @typedef {import('rolldown').OutputChunk & {viteMetadata?: {importedCss?: Set<string>}}} Chunk */

const built = /** @type {import('rolldown').RolldownOutput} */ (await build({ logLevel: 'error', build: { write: false } }));
const files = new Map(built.output.map((file) => [file.fileName, file]));

/** @param {string} name */
function weigh(name) {
  const file = files.get(name);
  if (file === undefined) throw new Error(`no file ${name}`);
  return gzipSync(file.type === 'chunk' ? file.code : file.source, { level: 9 }).length;
}

/** @returns {Chunk[]} */
function chunks() {
  return /** @type {Chunk[]} */ (built.output.filter((file) => file.type === 'chunk'));
}

/** Adds a chunk with what it imports statically, styles included. @param {string} name @param {Set<string>} into */
function follow(name, into) {
  const chunk = files.get(name);
  if (into.has(name) || chunk === undefined || chunk.type !== 'chunk') return;
  into.add(name);
  for (const style of /** @type {Chunk} */ (chunk).viteMetadata?.importedCss ?? []) into.add(style);
  for (const imported of chunk.imports) follow(imported, into);
}

/** @param {string} part a source file @returns {string} */
function chunkOf(part) {
  const found = chunks().find((chunk) => chunk.moduleIds.some((id) => id.endsWith(part)));
  if (found === undefined) throw new Error(`no chunk has ${part}`);
  return found.fileName;
}

/** The heaviest of the languages. @param {string} part @param {string} [pattern] @returns {string} */
function catalogueOf(part, pattern = `virtual:catalogue/[a-z]{2}/${part}$`) {
  const found = chunks().filter((chunk) => new RegExp(pattern).test(chunk.facadeModuleId ?? ''));
  found.sort((a, b) => weigh(b.fileName) - weigh(a.fileName));
  if (found[0] === undefined) throw new Error(`no catalogue part ${part}`);
  return found[0].fileName;
}

let over = false;
for (const { page, budget, parts, languageParts, assets, after = [], languageData = [] } of BUDGETS) {
  /** @type {Set<string>} */
  const names = new Set(['index.html']);
  for (const part of parts) follow(chunkOf(part), names);
  for (const part of languageParts) follow(catalogueOf(part), names);
  for (const part of languageData) follow(catalogueOf(part, `virtual:reference/${part}/[a-z]{2}$`), names);
  for (const name of files.keys()) if (assets.some((asset) => name.includes(asset))) names.add(name);
  /** @type {Set<string>} what is there already */
  const there = new Set(after.length ? ['index.html'] : []);
  for (const part of after) follow(chunkOf(part), there);
  for (const name of there) names.delete(name);
  const total = [...names].reduce((sum, name) => sum + weigh(name), 0);
  over ||= total > budget;
  process.stdout.write(`${page}: ${total} of ${budget} bytes gzip in ${names.size} files${total > budget ? ': too heavy' : ''}\n`);
}
process.exitCode = over ? 1 : 0;
