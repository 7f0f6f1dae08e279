import '../styles/directory.css';
import '../styles/notices.css';
import '../styles/thread.css';
import '../styles/frameworks.css';
import { Loading, Notice } from '../elements/notice';
import { href, type Route } from '../router';
import { lazy } from '../shell/lazy';
import { t } from '../text';
import { CountryFramework } from './country';
import { FrameworkList } from './list';
import { type Frameworks, useFrameworks } from './use-frameworks';

export type FrameworksRoute = Extract<Route, { screen: 'frameworks' }>;

const SAYS = ['inside', 'rest', 'publications', 'frameworks'] as const;
const CompareScreen = lazy(() => import('./side-by-side').then((part) => part.CompareScreen), SAYS);
const TonightScreen = lazy(() => import('./tonight').then((part) => part.TonightScreen), SAYS);
const DeadlineScreen = lazy(() => import('./calculator').then((part) => part.DeadlineScreen), SAYS);
const ImportScreen = lazy(() => import('./import-screen').then((part) => part.ImportScreen), SAYS);

const ITEM = /^[a-z]{2}(?:-[a-z0-9]{1,3})?$/;
const TABS = [[undefined, 'list'], ['tonight', 'tonight'], ['compare', 'compare'], ['deadline', 'deadline']] as const;

/** The list, one country, several side by side, who can freeze tonight, when a term ends. */
export function FrameworksScreen({ route }: { route: FrameworksRoute }) {
  const found = useFrameworks();
  if (found === 'failed') return <Notice tone="warning" live><p>{t('state.part_missing')}</p></Notice>;
  if (found === null) return <Loading />;
  return (
    <div class="frameworks">
      <Tabs at={route.at} />
      {found.desk ? null : <Notice tone="warning"><p>{t('frameworks.shipped_only')}</p></Notice>}
      <Part found={found} route={route} />
    </div>
  );
}

function Part({ found, route: { at, arg } }: { found: Frameworks; route: FrameworksRoute }) {
  if (at === 'tonight') return <TonightScreen found={found} />;
  if (at === 'compare') return <CompareScreen found={found} items={(arg ?? '').toLowerCase().split(',').filter((item) => ITEM.test(item))} />;
  if (at === 'deadline') return <DeadlineScreen found={found} item={arg ?? ''} />;
  if (at === 'import') return <ImportScreen found={found} />;
  const item = at?.toLowerCase() ?? '';
  return ITEM.test(item) && isKnown(item, found) ? <CountryFramework key={item} found={found} item={item} /> : <FrameworkList found={found} />;
}

/** A country, a part of one, or what somebody has written about. */
function isKnown(item: string, { items, rows }: Frameworks): boolean {
  return items.includes(item) || rows.others.some((other) => other.item === item) || rows.countries.some(({ code }) => code.toLowerCase() === item);
}

function Tabs({ at }: { at: string | undefined }) {
  return (
    <nav class="tabs" aria-label={t('frameworks.parts')}>
      {TABS.map(([tab, name]) => <a key={name} href={href({ screen: 'frameworks', at: tab })} aria-current={tab === at ? 'page' : undefined}>{t(`frameworks.tab.${name}`)}</a>)}
    </nav>
  );
}
