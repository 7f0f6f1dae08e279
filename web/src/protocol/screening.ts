/** What an office shares about screening, in its own room (protocol/screening.md): digests, and the fold. Pure. */
import { type Body, type BodyOf, type SubjectRecord } from './bodies.ts';
import { type JsonObject, stringify } from './canonical.ts';
import { sha256Hex } from './digests.ts';

export { listSource, type SubjectRecord, subjectRecord } from './bodies.ts';

const SPACE = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** A text without lone surrogates; each becomes U+FFFD. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

/** Letter case, width and spacing make no other query ("Records and their digests", fold). */
export function fold(text: string): string {
  const lower = Array.from(wellFormed(text).normalize('NFKC'), (character) => character.toLowerCase()).join('');
  const cased = lower.replaceAll('ς', 'σ').replaceAll('ß', 'ss').normalize('NFKC');
  return cased.split(SPACE).filter((word) => word !== '').join(' ');
}

/** The same for whoever asks the same, in whatever order and letter case. */
export function identityOf(query: SubjectRecord): string {
  return digest('screening-query', {
    kind: query.kind,
    names: inOrder(query.names.map(fold)),
    birth_dates: inOrder(query.birth_dates.map(fold)),
    countries: inOrder(query.countries.map(wellFormed)),
    genders: inOrder(query.genders.map(wellFormed)),
    identifiers: inOrder(query.identifiers.map(({ scheme, value }) => `${wellFormed(scheme)} ${fold(value)}`)),
  });
}

/** Of what an entry of a list says (`says`, its keys as they stand). In a notice the content is the notice's hash. */
export function contentOf(says: JsonObject): string {
  return digest('screening-content', says);
}

export interface LeadKey {
  readonly query: string;
  readonly listed: string;
  readonly content: string;
}

/** What `screening_told` names a lead by. */
export function markOf({ query, listed, content }: LeadKey): string {
  return digest('screening-mark', { query, listed, content }).slice(0, 32);
}

/** Of a notice's hash, or of the entry that took a list. */
export function sourceOf(hash: string): string {
  return hash.slice(0, 32);
}

export function listedId(list: string, id: string): string {
  return `list/${list}/${id}`;
}

function digest(label: string, value: JsonObject): string {
  return sha256Hex(`repatria/v1/${label}\n`, stringify(value));
}

/** Without repetitions, by UTF-16 code units. */
function inOrder(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}

// ---- the fold -----------------------------------------------------------------------------------

/** A message of the office's room; `body` undefined where it cannot be read or a newer version made it. */
export interface OfficeMessage {
  readonly seq: number;
  readonly hash: string;
  readonly author: string;
  readonly time: number;
  readonly body: Body | null | undefined;
}

/** A body that stands, and whose word it is. */
export interface Standing<T> {
  readonly seq: number;
  readonly hash: string;
  readonly author: string;
  readonly time: number;
  readonly body: T;
}

export interface OfficeScreening {
  /** By name. */
  readonly lists: ReadonlyMap<string, Standing<BodyOf<'screening_list'>>>;
  /** By `decisionKey`. */
  readonly decisions: ReadonlyMap<string, Standing<BodyOf<'screening_decision'>>>;
  /** In order; `watchedOf` makes the names of them. */
  readonly watch: readonly Standing<BodyOf<'screening_watch'>>[];
  readonly marks: ReadonlySet<string>;
  readonly sources: ReadonlySet<string>;
  readonly through: number;
  readonly listsThrough: number;
}

export function decisionKey(query: string, listed: string): string {
  return `${query} ${listed}`;
}

/** `messages` in the order of the room, all of them; in a room that is no office's they mean nothing. */
export function foldScreening(purpose: 'case' | 'office', messages: Iterable<OfficeMessage>): OfficeScreening {
  const lists = new Map<string, Standing<BodyOf<'screening_list'>>>();
  const decisions = new Map<string, Standing<BodyOf<'screening_decision'>>>();
  const watch: Standing<BodyOf<'screening_watch'>>[] = [];
  const marks = new Set<string>();
  const sources = new Set<string>();
  let through = 0;
  let listsThrough = 0;
  for (const { body, ...said } of purpose === 'office' ? messages : []) {
    switch (body?.kind) {
      case 'screening_list':
        lists.delete(body.name);
        if (body.attachments.length > 0) lists.set(body.name, { ...said, body });
        break;
      case 'screening_decision':
        decisions.set(decisionKey(body.query, body.listed), { ...said, body });
        break;
      case 'screening_watch':
        watch.push({ ...said, body });
        break;
      case 'screening_told':
        for (const mark of body.marks) marks.add(mark);
        for (const source of body.sources) sources.add(source);
        if (body.through < said.seq) through = Math.max(through, body.through);
        if (body.lists_through < said.seq) listsThrough = Math.max(listsThrough, body.lists_through);
        break;
      default: // other things are said in an office's room too
    }
  }
  return { lists, decisions, watch, marks, sources, through, listsThrough };
}

/** Who is watched, by identity, in the order in which they came. `files`: by attachment id, the records of each that `steps` name. */
export function watchedOf(
  steps: readonly Standing<BodyOf<'screening_watch'>>[], files: ReadonlyMap<string, readonly SubjectRecord[]>,
): Map<string, SubjectRecord> {
  const found = new Map<string, SubjectRecord>();
  for (const { body } of steps) {
    for (const identity of body.drop) found.delete(identity);
    for (const record of [...body.add, ...body.attachments.flatMap(({ id }) => files.get(id) ?? [])]) {
      const identity = identityOf(record);
      if (!found.has(identity)) found.set(identity, record);
    }
  }
  return found;
}
