/**
 * A certificate on one page of paper, of a course or of a meeting, in the reader's language, with what others can check.
 *
 * How it is called: load it with the catalogue part `courses`,
 *   const CertificatePage = lazy(() => import('../certificate/certificate').then((part) => part.CertificatePage), ['inside', 'rest', 'courses']);
 * and give it what `certifiedOf` (./certified.ts) makes of a `PlaceView` whose state is `certified`:
 *   <CertificatePage certified={certifiedOf(place, { of: 'meeting', title, language, amount: '2 days', held: 'Nairobi, 6–7 May', office: record.office, published })} back={{ screen: 'meetings', at: item }} />
 * or null where no certificate was given: it says so. It draws its own "back" and "print"; nothing else belongs on its route.
 */
import '../styles/certificate.css';
import { useDesk } from '../desk';
import { Button, LinkButton } from '../elements/button';
import { Ltr, OfficeName } from '../elements/names';
import { Notice } from '../elements/notice';
import { fullTime } from '../format';
import { longDate } from '../format-values';
import { href, type Route } from '../router';
import { Mark } from '../shell/mark';
import { t } from '../text';
import type { Certified } from './certified';

export function CertificatePage({ certified, back }: { certified: Certified | null; back: Route }) {
  if (certified === null) return <div class="stack"><Notice tone="warning"><p>{t('certificate.none')}</p></Notice><LinkButton to={href(back)}>{t('certificate.back')}</LinkButton></div>;
  return (
    <div class="certificate-page">
      <div class="actions">
        <LinkButton to={href(back)}>{t('certificate.back')}</LinkButton>
        <Button kind="primary" icon="printer" onClick={() => { window.print(); }}>{t('certificate.print')}</Button>
      </div>
      <Sheet certified={certified} />
    </div>
  );
}

function Sheet({ certified }: { certified: Certified }) {
  const { of, title, language, amount, held, person, home, office, at, answer } = certified;
  return (
    <article class="certificate">
      <header class="certificate-head"><Mark /><span>Repatria</span></header>
      <h1 tabIndex={-1}>{t('certificate.title')}</h1>
      <p>{t('certificate.given_to')}</p>
      <p class="certificate-name"><bdi>{person.name}</bdi>{person.latin && person.latin !== person.name ? <span class="certificate-latin"><bdi>{person.latin}</bdi></span> : null}</p>
      <p>{person.title ? <><bdi>{person.title}</bdi> · </> : null}<Office id={home} /></p>
      <p>{t(`certificate.for.${of}`)}</p>
      <p class="certificate-what"><span lang={language} dir="auto">{title}</span></p>
      {held || amount ? <p>{[held, amount].filter(Boolean).map((part, n) => <span key={n}>{n ? ' · ' : ''}<bdi>{part}</bdi></span>)}</p> : null}
      <div class="certificate-signed">
        <p><Office id={office} /></p>
        <p>{answer ? t('certificate.signed', { who: answer.by, date: longDate(at) }) : longDate(at)}</p>
      </div>
      <Checks certified={certified} />
    </article>
  );
}

/** Who doubts it has what to compare, and knows what stands behind it and what does not. */
function Checks({ certified: { of, at, person, published, answer } }: { certified: Certified }) {
  const rows: readonly (readonly [string, string])[] = [
    ...(published ? [[t('certificate.row.statement', { n: published.index }), published.hash], [t('certificate.row.document'), published.document]] as const : []),
    ...(answer ? [[t('certificate.row.entry', { time: fullTime(at) }), answer.entry], [t('certificate.row.key'), answer.key]] as const : []),
    ...(person.key ? [[t('certificate.row.person'), person.key]] as const : []),
  ];
  return (
    <section class="certificate-checks" aria-labelledby="certificate-checks">
      <h2 id="certificate-checks">{t('certificate.checks')}</h2>
      <dl>{rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd><Ltr mono>{value}</Ltr></dd></div>)}</dl>
      <p>{t('certificate.how')}</p>
      <p>{t(`certificate.rests.${of}`)}</p>
    </section>
  );
}

function Office({ id }: { id: string }) {
  const { state } = useDesk();
  const directory = state.directory.value;
  const found = directory.state === 'ready' ? directory.value.offices.find((one) => one.id === id) : undefined;
  return found ? <OfficeName office={found} /> : <Ltr>{id}</Ltr>;
}
