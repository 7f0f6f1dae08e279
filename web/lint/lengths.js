/**
 * Print the length in lines of every function below src/, as JSON: `[[file, line, lines], …]`.
 *
 * `make shape` reads it; TypeScript's own parser is the only one that knows where a function ends.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import ts from 'typescript';

/** @param {string} path @returns {[string, number, number][]} */
function measure(path) {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
  /** @type {[string, number, number][]} */
  const found = [];
  /** @param {ts.Node} node */
  function visit(node) {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      const first = source.getLineAndCharacterOfPosition(node.getStart()).line;
      found.push([path, first + 1, source.getLineAndCharacterOfPosition(node.getEnd()).line - first + 1]);
    }
    ts.forEachChild(node, visit);
  }
  visit(source);
  return found;
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => join('src', path))
  .sort();
process.stdout.write(JSON.stringify(files.flatMap(measure)));
