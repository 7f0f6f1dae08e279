/** The full text, asked of the server, which keeps neither question nor answer (protocol/wire.md, `POST /search`). */
import { toMs } from './form.ts';
import type { SearchAnswer, SearchHit, SearchQuery } from './publication-model.ts';
import type { Parts } from './post.ts';
import type { Server } from './server.ts';

const TIMEOUT_MS = 40_000;

interface HitAnswer extends Omit<SearchHit, 'key' | 'publishedAt' | 'stands'> {
  /** Unix seconds; 0 for what ships. */
  readonly published: number;
}

interface Answered extends Omit<SearchAnswer, 'hits'> {
  readonly hits: readonly HitAnswer[];
}

export async function ask(server: Server, { rounds, register }: Pick<Parts, 'rounds' | 'register'>, query: SearchQuery): Promise<SearchAnswer> {
  const answer = await server.json<Answered>({ method: 'POST', path: '/search', json: query, timeoutMs: TIMEOUT_MS });
  // A hit may be of a publication that this browser has not folded yet; off-line nobody gets here.
  if (answer.position > register.directory.size) await rounds.sync();
  const { directory } = register;
  return {
    ...answer,
    hits: answer.hits.map(({ published, ...hit }) => {
      const { shelf, item, document } = hit;
      // What ships has no document and no statement: the client's own reference data says what it is.
      const standing = document === '' ? undefined : directory.publications.get(directory.broughtBy(document) ?? '');
      const stands = document === '' || (standing?.shelf === shelf && standing.item === item
        && (standing.parts.length > 0 ? standing.parts : ['']).some((part) => directory.standing(standing.shelf, standing.item, part)?.hash === standing.hash));
      return { ...hit, key: `${shelf}/${item}`, publishedAt: published > 0 ? toMs(published) : null, stands };
    }),
  };
}
