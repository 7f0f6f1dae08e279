/**
 * Write dist/manifest.json: the SHA-256 of every file of the built client, sorted by path.
 *
 * Anyone who builds the same commit gets the same bytes, so comparing two manifests shows whether a
 * server hands out the published client.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import process from 'node:process';

const MANIFEST = 'manifest.json';

/** @param {string} folder @returns {string[]} paths below the folder, with forward slashes, sorted */
function listFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => path !== MANIFEST)
    .sort();
}

/** @param {string} path */
function hashFile(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node build/manifest.js FOLDER');
const sha256 = Object.fromEntries(listFiles(folder).map((path) => [path, hashFile(join(folder, path))]));
writeFileSync(join(folder, MANIFEST), `${JSON.stringify({ sha256 }, null, 2)}\n`);
