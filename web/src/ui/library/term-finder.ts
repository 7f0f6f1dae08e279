/** Where terms of the glossary stand in a text, in any of its languages. Pure. */
import type { Term } from 'virtual:reference/glossary';
import type { Language } from '../../session/model';

export type TermPiece = { readonly text: string; readonly term?: Term };

/** One cell of the glossary may hold several words with one meaning, or a short form in brackets. */
export function forms(cell: string): readonly string[] {
  return cell.split(/[;؛]/).flatMap((form) => [form.replace(/\s*\([^)]*\)/g, ''), ...[...form.matchAll(/\(([^)]+)\)/g)].map(([, inner = '']) => inner)]).map((form) => form.trim()).filter((form) => form.length > 2);
}

/** Words of our own screens ("request", "case") explain nothing where they stand in a sentence. */
const PLAIN = new Set(['ui', 'meetings', 'membership']);

const LETTER = '\\p{L}\\p{M}\\p{N}';
/** What Arabic writes onto a word without changing it: and, by, for, the. */
const ONTO = '(?:[وف]?(?:[بكل]?ال|لل)?)';

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/\s+/g, '\\s+').replace(/[’']/g, '[’\']');
}

function patternOf(form: string, language: Language): string {
  const plural = language === 'en' || language === 'es' || language === 'fr' ? '(?:s|es)?' : '';
  return language === 'ar' ? `${ONTO}${escaped(form)}` : `${escaped(form)}${plural}`;
}

export class TermFinder {
  readonly #pattern: RegExp | null;
  readonly #terms: readonly Term[];

  constructor(terms: readonly Term[], language: Language) {
    // The longest first: "mutual legal assistance", not what is inside of it.
    const rows = terms.filter(({ group }) => !PLAIN.has(group)).flatMap((term) => forms(term[language]).map((form) => ({ term, form }))).sort((a, b) => b.form.length - a.form.length);
    this.#terms = rows.map(({ term }) => term);
    this.#pattern = rows.length ? new RegExp(`(?<![${LETTER}])(?:${rows.map(({ form }) => `(${patternOf(form, language)})`).join('|')})(?![${LETTER}])`, 'giu') : null;
  }

  /** The whole text in pieces; each term only where it stands first: a page full of marks is not read. */
  pieces(text: string): readonly TermPiece[] {
    if (this.#pattern === null) return [{ text }];
    const pieces: TermPiece[] = [];
    const told = new Set<string>();
    let at = 0;
    for (const match of text.matchAll(this.#pattern)) {
      const term = this.#terms[match.slice(1).findIndex((group) => group !== undefined)];
      if (term === undefined || told.has(term.key)) continue;
      told.add(term.key);
      if (match.index > at) pieces.push({ text: text.slice(at, match.index) });
      pieces.push({ text: match[0], term });
      at = match.index + match[0].length;
    }
    if (at < text.length) pieces.push({ text: text.slice(at) });
    return pieces;
  }
}
