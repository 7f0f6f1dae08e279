/**
 * Write FILE.br and FILE.gz beside every text file of the built client, for the server to hand out as they are.
 *
 * Same bytes in, same bytes out: highest level, no time stamp. Files too small to gain are left alone.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const TEXT = /\.(js|css|html|svg|json|txt)$/;
const SMALLEST_BYTES = 200;

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node build/compress.js FOLDER');
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (!entry.isFile() || !TEXT.test(entry.name)) continue;
  const bytes = readFileSync(path);
  if (bytes.length < SMALLEST_BYTES) continue;
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
}
