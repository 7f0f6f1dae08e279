/**
 * Write protocol/vectors/from-typescript/network.json anew: `node --experimental-transform-types tests/conformance/write-vectors.ts`.
 *
 * Encapsulations and ML-DSA-44 signatures are random, so each making differs; seeds, keys and texts do not.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { makeNetwork } from './network.ts';

const FOLDER = new URL('../../../protocol/vectors/from-typescript/', import.meta.url);
const made = Object.entries(await makeNetwork('from-typescript'));
mkdirSync(FOLDER, { recursive: true });
const lines = made.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value, null, Array.isArray(value) ? 0 : 1)}`);
writeFileSync(new URL('network.json', FOLDER), `{\n${lines.join(',\n')}\n}\n`);
