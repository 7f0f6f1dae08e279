/**
 * Which modules of the client travel together. Two chunks hold what everybody needs: what the sign-in page
 * takes, and what comes in with the first inbox. One file each is packed better, and asked for once, where
 * the bundler would cut along every line on which two later parts share something.
 */
import { join } from 'node:path';
import type { ModuleInfo } from 'rolldown';
import type { Plugin } from 'vite';

const SRC = join(import.meta.dirname, 'src');
const FRONT = [join(SRC, 'main.tsx')];
const INSIDE = ['session/gate.ts', 'session/desk.ts', 'ui/shell/inside.tsx'].map((path) => join(SRC, path));

interface Graph {
  getModuleInfo(id: string): ModuleInfo | null;
}

/** Everything that `entries` import, and what that imports; not what is loaded later. */
function reach(entries: readonly string[], graph: Graph): Set<string> {
  const found = new Set<string>();
  const follow = (id: string): void => {
    if (found.has(id)) return;
    found.add(id);
    graph.getModuleInfo(id)?.importedIds.forEach(follow);
  };
  entries.forEach(follow);
  return found;
}

/** The chunk that a module belongs to, null where the bundler may choose. */
export function chunkOf(id: string, graph: Graph): 'front' | 'inside' | null {
  if (reach(FRONT, graph).has(id)) return 'front';
  return reach(INSIDE, graph).has(id) ? 'inside' : null;
}

const ALONE = '?sha-256';

/**
 * A second copy of @noble's SHA-2 for the protocol, of which nothing but SHA-256 is left: the curves of
 * browsers that lack them need SHA-512 too, and a shared module would carry that to everyone.
 */
export function sha256Alone(): Plugin {
  return {
    name: 'repatria-sha-256',
    enforce: 'pre',
    async resolveId(source, importer) {
      const ours = source === '@noble/hashes/sha2.js' && importer?.endsWith('/src/protocol/digests.ts') === true;
      if (!ours && importer?.endsWith(ALONE) !== true) return null;
      const found = await this.resolve(source, importer?.replace(ALONE, ''), { skipSelf: true });
      return found && { ...found, id: `${found.id}${ALONE}` };
    },
  };
}
