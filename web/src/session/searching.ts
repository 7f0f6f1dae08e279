/** The full text, asked of the server, which keeps neither question nor answer (protocol/wire.md, `POST /search`). */
import type { Directory } from '../protocol/directory.ts';
import { Refusal } from './failures.ts';
import { toMs } from './form.ts';
import type { SearchAnswer, SearchHit, SearchQuery } from './publication-model.ts';
import type { Parts } from './post.ts';
import type { Server } from './server.ts';

const TIMEOUT_MS = 40_000;
/** Of these the product has items of its own; of courses and news it has none. */
const SHIPPING: readonly string[] = ['framework', 'library', 'meeting', 'glossary'];

interface HitAnswer extends Omit<SearchHit, 'key' | 'publishedAt' | 'stands'> {
  readonly part: string;
  /** Unix seconds; 0 for what ships. */
  readonly published: number;
}

interface Answered extends Omit<SearchAnswer, 'hits'> {
  readonly hits: readonly HitAnswer[];
}

/** @throws Refusal `server` for an answer of another shape */
export async function ask(server: Server, { rounds, register }: Pick<Parts, 'register'> & { rounds: Pick<Parts['rounds'], 'sync'> }, query: SearchQuery): Promise<SearchAnswer> {
  const answer = await server.json<unknown>({ method: 'POST', path: '/search', json: query, timeoutMs: TIMEOUT_MS });
  if (!isAnswer(answer)) throw new Refusal({ code: 'server', detail: 'search' });
  // A hit may be of a publication that this browser has not folded yet; off-line nobody gets here.
  if (answer.position > register.directory.size) await rounds.sync();
  const hits = answer.hits.map(({ published, ...hit }) => ({
    ...hit, key: `${hit.shelf}/${hit.item}` as const, publishedAt: published > 0 ? toMs(published) : null, stands: stands(register.directory, hit),
  }));
  return { ...answer, hits };
}

/** What ships has no document and no statement: it stands as long as nothing was published in its place. */
function stands(directory: Directory, { shelf, item, part, document }: Pick<HitAnswer, 'shelf' | 'item' | 'part' | 'document'>): boolean {
  if (document === '' && !SHIPPING.includes(shelf)) return false;
  if (shelf === 'glossary') return document === '';
  const standing = directory.standing(shelf, item, part);
  return document === '' ? standing === undefined : standing?.document === document;
}

function isAnswer(answer: unknown): answer is Answered {
  const { position, total, searched, facets, hits } = (answer ?? {}) as Partial<Record<keyof Answered, unknown>>;
  return [position, total].every(isCount) && isCounts(searched) && isRecord(facets) && Object.values(facets).every(isCounts) && Array.isArray(hits) && hits.every(isHit);
}

function isHit(hit: unknown): hit is HitAnswer {
  if (!isRecord(hit)) return false;
  const texts = ['shelf', 'item', 'part', 'document', 'language', 'title', 'access', 'type'].every((name) => typeof hit[name] === 'string');
  const { published, snippet, file, page } = hit;
  const where = (file === null || typeof file === 'string') && (page === null || isCount(page));
  return texts && isCount(published) && where && Array.isArray(snippet) && snippet.every(isPiece);
}

function isPiece(piece: unknown): boolean {
  return Array.isArray(piece) && piece.length === 2 && typeof piece[0] === 'string' && typeof piece[1] === 'boolean';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every(isCount);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
