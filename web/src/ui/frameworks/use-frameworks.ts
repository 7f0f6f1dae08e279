/** What stands of the frameworks: what ships, and in its place what the register has; both come when first needed. */
import { useEffect, useState } from 'preact/hooks';
import loaders from 'virtual:reference/frameworks';
import type { Failure } from '../../session/model';
import type { OfferView, PublicationsDesk, RecordView } from '../../session/publication-model';
import { useDesk } from '../desk';
import { usePublications } from '../library/use-publications';
import { type Fact, merge, type Said, type Standings } from '../../session/framework-facts';
import { arrives, type FrameworkWords, type Jurisdictions, useFrameworkWords } from './use-words';

export interface Frameworks {
  /** Null where it could not be had: what ships is shown all the same. */
  readonly desk: PublicationsDesk | null;
  readonly failure: Failure | null;
  readonly words: FrameworkWords;
  readonly rows: Jurisdictions;
  /** Every jurisdiction of which something is known or proposed, by item. */
  readonly items: readonly string[];
  /** What stands; `unread` are fields whose document has not come, or will not. */
  standings(item: string): Standings;
  unread(item: string): ReadonlyMap<string, RecordView<Fact>['state']>;
}

const SHIPPED: readonly string[] = Object.keys(loaders).map((country) => country.toLowerCase());

/** All that ships, or of the jurisdictions named; null while it is on its way. */
function useShipped(wantedItems: readonly string[]): ReadonlyMap<string, readonly Fact[]> | 'failed' | null {
  const [found, setFound] = useState<ReadonlyMap<string, readonly Fact[]> | 'failed' | null>(null);
  const key = wantedItems.join();
  useEffect(() => {
    let wanted = true;
    const put = (next: typeof found): void => { if (wanted) setFound(next); };
    const load = async (item: string): Promise<readonly [string, readonly Fact[]]> => [item, (await loaders[item.toUpperCase()]?.())?.default ?? []];
    arrives(Promise.all(wantedItems.map(load))).then((all) => { put(new Map(all)); }, () => { put('failed'); });
    return () => { wanted = false; };
  }, [key]);
  return found;
}

export function useFrameworks(): Frameworks | 'failed' | null {
  const { state } = useDesk();
  const found = usePublications();
  const said = useFrameworkWords();
  const shipped = useShipped(SHIPPED);
  if (said === 'failed' || shipped === 'failed') return 'failed';
  if (found.state === 'loading' || said === null || shipped === null) return null;
  const desk = found.state === 'ready' ? found.value : null;
  const keys = said.words.fields.map(({ key }) => key);
  const published = desk?.shelf('framework').value.map(({ item }) => item) ?? [];
  return {
    desk, failure: found.state === 'failed' ? found.failure : null, ...said, items: [...new Set([...SHIPPED, ...published])].sort(),
    standings: (item) => standingsOf(desk, item, keys, shipped.get(item) ?? [], state.now.value),
    unread: (item) => unreadOf(desk, item),
  };
}

/** What is on its way is not in a table yet: who saves one waits for it. */
export function isReading(found: Frameworks, items: readonly string[]): boolean {
  return items.some((item) => [...found.unread(item).values()].includes('loading'));
}

/** Who may read a fact now: what comes in its place is for the same readers, unless somebody says otherwise. */
export function accessOf(desk: PublicationsDesk | null, item: string, field: string): string {
  return desk?.item('framework', item).value?.facts.get(field)?.access ?? 'members';
}

export type FoundStandings = { readonly state: 'none' | 'loading' | 'failed' } | { readonly state: 'ready'; readonly standings: Standings };

/** What stands of one country, for a panel beside something else; `none` where nothing is known. */
export function useStandings(country: string | undefined): FoundStandings {
  const { state } = useDesk();
  const item = country?.toLowerCase() ?? '';
  const found = usePublications();
  const shipped = useShipped(SHIPPED.includes(item) ? [item] : []);
  if (!country) return { state: 'none' };
  if (shipped === 'failed') return { state: 'failed' };
  if (shipped === null || found.state === 'loading') return { state: 'loading' };
  const standings = standingsOf(found.state === 'ready' ? found.value : null, item, [], shipped.get(item) ?? [], state.now.value);
  return [...standings.values()].some(({ fact }) => fact) ? { state: 'ready', standings } : { state: 'none' };
}

function standingsOf(desk: PublicationsDesk | null, item: string, keys: readonly string[], shipped: readonly Fact[], now: number): Standings {
  const view = desk?.item('framework', item).value;
  if (!desk || !view) return merge(keys, shipped, [], [], now);
  const facts = desk.facts(item).value;
  const published = [...view.facts].map(([field, version]): Said => {
    const record = facts.get(field)?.fact;
    return { field, fact: record?.state === 'ready' ? record.value : null, at: version.at, index: version.logIndex, by: version.by, ref: version.hash };
  });
  return merge(keys, shipped, published, view.offers.filter((offer) => offer.state === 'offered').flatMap(proposalsOf), now);
}

/** What an offer proposes, not read yet: who wants to see it reads it. */
function proposalsOf({ parts, at, by, logIndex, hash }: OfferView): readonly Said[] {
  return parts.map((field) => ({ field, fact: null, at, index: logIndex, by, ref: hash }));
}

/** A fact that was published and has not been read is not one that was taken away. */
function unreadOf(desk: PublicationsDesk | null, item: string): ReadonlyMap<string, RecordView<Fact>['state']> {
  const facts = desk?.facts(item).value ?? new Map<string, never>();
  return new Map([...facts].flatMap(([field, { fact }]) => (fact.state === 'ready' ? [] : [[field, fact.state] as const])));
}
