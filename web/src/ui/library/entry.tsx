import { useState } from 'preact/hooks';
import type { ItemView, LibraryRecord, OfferView, PublicationsDesk, PublishedFile } from '../../session/publication-model';
import { useAsk } from '../elements/ask';
import { Button, LinkButton } from '../elements/button';
import { Ltr } from '../elements/names';
import { FailureNotice, Loading, Notice } from '../elements/notice';
import { fullTime } from '../format';
import { href, route } from '../router';
import { currentLanguage, t } from '../text';
import { Row } from './list';
import { Citing } from './citing';
import { Collected } from './collected';
import { Decide } from './decide';
import { type Entry, related, wordsIn } from './entries';
import { Gone, History } from './history';
import type { LibraryProps } from './library';
import { PublicationFailure } from './failed';
import { LibraryPrintHead } from './print-head';
import { RecordSheet } from './sheet';
import { titlesOf, Tools } from './tools';
import { UnderWay } from './under-way';
import { freshOf, recordOf } from './use-entries';

type Props = LibraryProps & { readonly item: string };

/** One document: what it is, where it is, how it is cited, what belongs to it, and what one may do with it. */
export function EntryScreen(props: Props) {
  const { desk, shelf, item } = props;
  const entry = shelf.entries.find((one) => one.item === item);
  const titleOf = (of: string): string | undefined => titlesOf(shelf.entries).get(of);
  const view = desk?.item('library', item).value;
  const open = desk ? (view?.offers.filter((offer) => offer.state === 'offered' && recordOf(desk, offer).state !== 'absent') ?? []) : []; // others are not open to me
  if (entry === undefined && shelf.reading > 0) return <Loading />;
  if (entry === undefined && view === undefined) return <Missing />;
  return (
    <article class="library-page">
      {entry ? <LibraryPrintHead entry={entry} /> : null}
      <a class="back-always" href={href({ screen: 'library' })}>{t('library.back')}</a>
      {desk ? <UnderWay desk={desk} of={item} /> : null}
      {entry ? <Standing {...props} entry={entry} /> : <NotStanding desk={desk} item={item} view={view} titled={open.length > 0} titleOf={titleOf} />}
      {desk ? open.map((offer) => <Offered key={offer.hash} {...props} desk={desk} offer={offer} alone={entry === undefined} />) : null}
      {desk && view ? <Ended view={view} /> : null}
      {desk && view ? <History desk={desk} view={view} titleOf={titleOf} /> : null}
    </article>
  );
}

function Missing() {
  return <div class="stack"><p>{t('error.not_found')}</p><LinkButton to={href({ screen: 'library' })}>{t('library.back')}</LinkButton></div>;
}

function NotStanding({ desk, item, view, titled, titleOf }: Pick<Props, 'desk' | 'item'> & { view: ItemView | undefined; titled: boolean; titleOf: (item: string) => string | undefined }) {
  return (
    <>
      {titled ? null : <h1 tabIndex={-1}><Ltr>{item}</Ltr></h1>}
      {desk && view?.state === 'retired' ? <Gone desk={desk} view={view} titleOf={titleOf} title={t('documents.retired')} /> : <Notice><p>{t('documents.not_published')}</p></Notice>}
    </>
  );
}

function Title({ record, type }: { record: LibraryRecord; type: string }) {
  const words = wordsIn(record, currentLanguage());
  const original = record.words[0];
  return (
    <>
      <p class="hint">{[type, record.year].filter(Boolean).join(' · ')}</p>
      <h1 tabIndex={-1} lang={words.language} dir="auto">{words.title}</h1>
      {original && original.title !== words.title ? <p class="hint" lang={original.language} dir="auto">{original.title}</p> : null}
    </>
  );
}

function Standing({ desk, codes, shelf, entry }: Props & { entry: Entry }) {
  const { item, record, published } = entry;
  const newer = shelf.entries.find((one) => one.record.supersedes === item);
  return (
    <>
      <header class="library-head">
        <Title record={record} type={codes.nameOf('types', record.type)} />
        <p class="chips">
          {freshOf(desk).has(item) ? <span class="chip library-new">{t('library.new')}</span> : null}
          <span class="chip">{accessName(entry.access, codes)}</span>
          {published ? <span>{t('documents.published_by', { who: published.by, time: fullTime(published.at) })}</span> : <span>{t('documents.shipped')}</span>}
        </p>
        {newer ? <p><a href={href({ screen: 'library', at: newer.item })}>{t('documents.superseded')}</a></p> : null}
      </header>
      <RecordSheet item={item} record={record} codes={codes} languages={entry.languages} urlBasis={entry.urlBasis} note={entry.note} {...(desk ? { ofFile: (file) => <SaveFile desk={desk} file={file} /> } : {})} />
      <Collected desk={desk} shelf={shelf} codes={codes} entry={entry} title={wordsIn(record, currentLanguage()).title} />
      <Citing item={item} record={record} />
      {desk ? <Tools desk={desk} entry={entry} entries={shelf.entries} /> : null}
      <Related entries={related(shelf.entries, entry)} codes={codes} />
    </>
  );
}

export function accessName(access: string, codes: Props['codes']): string {
  return /^[A-Z]{2}$/.test(access) ? codes.nameOf('regions', access) : codes.nameOf('access', access);
}

/** Nothing becomes visible before its hash held. */
export function SaveFile({ desk, file }: { desk: PublicationsDesk; file: PublishedFile }) {
  const { busy, failure, ask } = useAsk();
  return <><Button kind="quiet" icon="download" busy={busy} onClick={() => { ask(() => desk.saveFile(file)); }}>{t('attachment.save')}</Button><PublicationFailure failure={failure} /></>;
}

function Related({ entries, codes }: { entries: readonly Entry[]; codes: Props['codes'] }) {
  if (!entries.length) return null;
  return <section class="library-related"><h2>{t('documents.related')}</h2><ul class="library-list">{entries.map((entry) => <Row key={entry.item} entry={entry} codes={codes} fresh={false} />)}</ul></section>;
}

/** What somebody offered, for its author and for who decides. */
function Offered({ desk, codes, offer, alone }: Props & { desk: PublicationsDesk; offer: OfferView; alone: boolean }) {
  const record = recordOf(desk, offer);
  const [open, setOpen] = useState(alone);
  return (
    <section class="library-offer" aria-label={t('documents.offer')}>
      <p><strong>{t('documents.offer')}</strong> {t('documents.offered_by', { who: offer.by, time: fullTime(offer.at) })} · {accessName(offer.access, codes)}</p>
      {offer.overtaken ? <Notice tone="warning"><p>{t('documents.overtaken')}</p></Notice> : null}
      {record.state === 'loading' ? <Loading /> : null}
      {record.state === 'failed' ? <FailureNotice failure={record.failure} /> : null}
      {record.state === 'ready' ? (
        <>
          {alone ? <Title record={record.value} type={codes.nameOf('types', record.value.type)} /> : <Button pressed={open} icon="eye" onClick={() => { setOpen(!open); }}>{t('documents.look')}</Button>}
          {open ? <RecordSheet item={offer.item} record={record.value} codes={codes} ofFile={(file: PublishedFile) => <SaveFile desk={desk} file={file} />} /> : null}
        </>
      ) : null}
      <Decide desk={desk} offer={offer} here={route.value} to={{ screen: 'library', at: offer.item }} />
    </section>
  );
}

/** My own offers that somebody returned or refused, with the reason, and the way to write them anew. */
function Ended({ view }: { view: ItemView }) {
  const mine = view.offers.filter(({ mine: own, state }) => own && (state === 'returned' || state === 'refused'));
  return (
    <>
      {mine.map(({ hash, state, ended }) => (
        <Notice key={hash} tone="warning" title={t(state === 'returned' ? 'documents.returned' : 'documents.refused')}>
          {ended ? <><p dir="auto">{ended.text}</p><p class="hint">{t('documents.decided_by', { who: ended.by, time: fullTime(ended.at) })}</p></> : null}
          {state === 'returned' ? <p><LinkButton to={href({ screen: 'library', at: '_new', arg: `from-${hash}` })}>{t('documents.write_anew')}</LinkButton></p> : null}
        </Notice>
      ))}
    </>
  );
}

