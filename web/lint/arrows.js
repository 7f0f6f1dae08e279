/**
 * The arrows of the client as one ESLint rule: which folder of src/ may import which.
 *
 * ui, browser -> session -> protocol. Tests may import anything; main.tsx wires everything together.
 */
import { dirname, resolve, sep } from 'node:path';

/**
 * What each folder may import: other folders (`types` for `import type` only) and packages.
 * @type {Record<string, {folders: string[], types: string[], packages: RegExp}>}
 */
export const ARROWS = {
  protocol: { folders: [], types: [], packages: /^(@noble\/.*|hash-wasm)$/ },
  session: { folders: ['protocol'], types: [], packages: /^(@preact\/signals(-core)?|minisearch)$/ },
  browser: {
    folders: ['protocol', 'session'],
    types: [],
    packages: /^(@noble\/.*|hash-wasm|@preact\/signals(-core)?|virtual:reference\/(screening-model|commonness))$/,
  },
  ui: {
    folders: ['session', 'locales'],
    types: ['protocol'],
    packages: /^(preact(\/.*)?|@preact\/signals|uplot|d3-geo|uqr|virtual:(reference|catalogue)\/.*)$/,
  },
  locales: { folders: [], types: [], packages: /^$/ },
};

/** @param {string} path @returns {string | undefined} the folder of src/ that the path lies in */
function folderOf(path) {
  const parts = path.split(sep);
  const at = parts.lastIndexOf('src');
  return at >= 0 && at + 2 < parts.length ? parts[at + 1] : undefined;
}

/**
 * @param {string} file @param {string} source @param {boolean} typeOnly
 * @returns {string | undefined} why the import is refused
 */
export function refuseImport(file, source, typeOnly) {
  const from = folderOf(file);
  const allowed = from === undefined ? undefined : ARROWS[from];
  if (from === undefined || allowed === undefined) return undefined;
  if (!source.startsWith('.') && !source.startsWith('/')) {
    return allowed.packages.test(source) ? undefined : `${from}/ may not import the package ${source}`;
  }
  const to = folderOf(resolve(dirname(file), source)) ?? folderOf(`${resolve(dirname(file), source)}${sep}index`);
  if (to === from || (to !== undefined && allowed.folders.includes(to))) return undefined;
  if (to !== undefined && allowed.types.includes(to)) {
    return typeOnly ? undefined : `${from}/ may import only types from ${to}/ (write "import type")`;
  }
  return `${from}/ may not import ${to === undefined ? source : `${to}/`}`;
}

/** @type {import('eslint').Rule.RuleModule} */
export const arrows = {
  meta: { type: 'problem', schema: [], messages: { refused: '{{reason}}' } },
  create(context) {
    /** @param {import('estree').Node & {source?: import("estree").Node | null | undefined, importKind?: string, exportKind?: string}} node */
    function check(node) {
      const source = node.source;
      if (source === null || source === undefined) return;
      // A computed import() cannot be judged, so it is refused.
      const target = source.type === 'Literal' && typeof source.value === 'string' ? source.value : undefined;
      const typeOnly = node.importKind === 'type' || node.exportKind === 'type';
      const reason =
        target === undefined ? 'import() takes a plain string' : refuseImport(context.filename, target, typeOnly);
      if (reason !== undefined) context.report({ node, messageId: 'refused', data: { reason } });
    }
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};
