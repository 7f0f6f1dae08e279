import { useEffect, useMemo, useState } from 'preact/hooks';
import type { LibraryRecord, PublicationsDesk, PublishedFile } from '../../session/publication-model';
import type { Failure } from '../../session/model';
import { Button, LinkButton } from '../elements/button';
import { CopyButton } from '../elements/copy';
import { TextField } from '../elements/field';
import { Icon } from '../elements/icon';
import { FileName } from '../elements/names';
import { Loading } from '../elements/notice';
import { languageName } from '../format-values';
import { useKeys } from '../shell/shortcuts';
import { go, href } from '../router';
import { currentLanguage, t } from '../text';
import { type Block, blocksOf } from './body';
import { NamedLink } from './collected';
import { namedIn } from './collection';
import { wordsIn } from './entries';
import { SaveFile } from './entry';
import { PublicationFailure } from './failed';
import type { LibraryProps } from './library';
import { LibraryPrintHead } from './print-head';
import { Terms } from './terms';
import { recordOf } from './use-entries';

type Props = LibraryProps & { readonly item: string };

const OWN_TEXT = 'text-';
/** Fetched together: turning pages seldom waits for the line, and the first one not for too much. */
const PAGES = 5;

/** A document to read: the network's own text, or page by page what the server read in a file. */
export function ReaderScreen(props: Props) {
  const { desk, shelf, item, route } = props;
  const entry = shelf.entries.find((one) => one.item === item);
  const record = entry?.record ?? offeredRecord(desk, item, route.arg ?? '');
  if (record === null) return <Loading />;
  if (record === undefined) return <Gone item={item} />;
  const text = route.arg?.startsWith(OWN_TEXT) ? record.body.find(({ language }) => `${OWN_TEXT}${language}` === route.arg) : undefined;
  const file = record.files.find(({ sha256 }) => sha256.startsWith(route.arg ?? '?'));
  if (text === undefined && (file === undefined || desk === null)) return <Gone item={item} />;
  const words = wordsIn(record, currentLanguage());
  return (
    <article class="library-reader">
      {entry ? <LibraryPrintHead entry={entry} /> : null}
      <a class="back-always" href={href({ screen: 'library', at: item })}>{t('documents.back_to_entry')}</a>
      <h1 tabIndex={-1} lang={words.language} dir="auto">{words.title}</h1>
      {text ? <OwnText {...props} language={text.language} text={text.text} /> : null}
      {file && desk && !text ? <Pages {...props} desk={desk} file={file} /> : null}
    </article>
  );
}

/** What is offered and not published may be read by who decides about it. Null while it comes. */
function offeredRecord(desk: PublicationsDesk | null, item: string, file: string): LibraryRecord | null | undefined {
  const offers = desk?.item('library', item).value?.offers.filter(({ state }) => state === 'offered') ?? [];
  const records = desk ? offers.map((offer) => recordOf(desk, offer)) : [];
  const found = records.flatMap((one) => (one.state === 'ready' ? [one.value] : [])).find((one) => one.files.some(({ sha256 }) => sha256.startsWith(file)) || one.body.some(({ language }) => `${OWN_TEXT}${language}` === file));
  return found ?? (records.some(({ state }) => state === 'loading') ? null : undefined);
}

function Gone({ item }: { item: string }) {
  return <div class="stack"><p>{t('error.not_found')}</p><LinkButton to={href({ screen: 'library', at: item })}>{t('documents.back_to_entry')}</LinkButton></div>;
}

// ---- our own texts ----

function OwnText({ item, route, language, text }: Props & { language: string; text: string }) {
  const blocks = useMemo(() => blocksOf(text), [text]);
  const headings = blocks.flatMap((block) => (block.kind === 'heading' ? [block] : []));
  const at = route.page;
  useEffect(() => { if (at) document.getElementById(`part-${at}`)?.scrollIntoView(); }, [at]);
  return (
    <>
      <p class="hint">{languageName(language)} · {t('documents.own_text_hint')}</p>
      {headings.length > 1 ? (
        <nav class="library-contents" aria-label={t('documents.contents')}>
          <ol>{headings.map((block) => <li key={block.n} class={`contents-${block.level}`}><a href={href({ screen: 'library', at: item, arg: `${OWN_TEXT}${language}`, page: String(block.n) })} dir="auto">{block.text}</a></li>)}</ol>
        </nav>
      ) : null}
      <BodyText blocks={blocks} language={language} />
      <div class="actions"><Button icon="printer" onClick={() => { window.print(); }}>{t('action.print')}</Button></div>
    </>
  );
}

export function BodyText({ blocks, language }: { blocks: readonly Block[]; language: string }) {
  return (
    <div class="library-text" lang={language}>
      {blocks.map((block, n) => {
        if (block.kind === 'paragraph') return <p key={n} dir="auto"><Terms text={block.text} language={language} /></p>;
        if (block.kind === 'list') return <ul key={n} dir="auto">{block.items.map((text, at) => <li key={at} dir="auto"><Point text={text} language={language} /></li>)}</ul>;
        return block.level === 1 ? <h2 key={n} id={`part-${block.n}`} dir="auto">{block.text}</h2> : <h3 key={n} id={`part-${block.n}`} dir="auto">{block.text}</h3>;
      })}
    </div>
  );
}

function Point({ text, language }: { text: string; language: string }) {
  const named = namedIn(text);
  return named ? <NamedLink named={named} /> : <Terms text={text} language={language} />;
}

// ---- files ----

interface Read {
  readonly count: number;
  readonly texts: ReadonlyMap<number, string>;
}

/** The texts around a page, kept while the reader is open. A failure waits for somebody who tries again. */
function usePages(desk: PublicationsDesk, file: PublishedFile, at: number) {
  const [read, setRead] = useState<Read>({ count: 0, texts: new Map() });
  const [failure, setFailure] = useState<Failure | null>(null);
  const from = Math.floor((at - 1) / PAGES) * PAGES + 1;
  const load = async (): Promise<void> => {
    setFailure(null);
    const result = await desk.pages(file.sha256, from, from + PAGES - 1);
    if (!result.ok) return setFailure(result.failure);
    const { pages, texts } = result.value;
    setRead((before) => ({ count: pages, texts: new Map([...before.texts, ...texts.map((text, n): [number, string] => [from + n, text])]) }));
  };
  useEffect(() => { if (!read.texts.has(from)) void load(); }, [from]);
  return { read, failure, load };
}

function Pages({ desk, item, route, file }: Props & { desk: PublicationsDesk; file: PublishedFile }) {
  const at = Math.max(1, Number.parseInt(route.page ?? '1', 10) || 1);
  const { read, failure, load } = usePages(desk, file, at);
  const text = read.texts.get(at);
  const to = (page: number): string => href({ screen: 'library', at: item, arg: route.arg, page: String(page) });
  const turn = (by: number): void => {
    const page = at + by;
    if (page >= 1 && page <= read.count) go({ screen: 'library', at: item, arg: route.arg, page: String(page) });
  };
  useKeys({ KeyJ: () => { turn(1); }, KeyK: () => { turn(-1); }, KeyU: () => { go({ screen: 'library', at: item }); } });
  return (
    <>
      <div class="screen-head">
        <p><Icon name="file" /> <FileName name={file.name} /></p>
        <span class="actions"><SaveFile desk={desk} file={file} /><CopyButton text={`${window.location.origin}${window.location.pathname}${to(at)}`} label={t('documents.copy_link')} /></span>
      </div>
      <p class="hint">{t('documents.as_read')}</p>
      <Turning at={at} of={read.count} to={to} goTo={(page) => { go({ screen: 'library', at: item, arg: route.arg, page: String(page) }); }} />
      <PublicationFailure failure={failure} />
      {failure ? <Button icon="refresh-cw" onClick={() => void load()}>{t('action.retry')}</Button> : null}
      {text === undefined && !failure ? (read.count === 0 || at <= read.count ? <Loading /> : <p>{t('documents.no_page', { n: at })}</p>) : null}
      {text === undefined ? null : <PageText key={at} n={at} text={text} language={file.language} />}
      {text && text.length > 1_500 ? <Turning at={at} of={read.count} to={to} /> : null}
    </>
  );
}

function PageText({ n, text, language }: { n: number; text: string; language: string }) {
  return (
    <section class="library-page-text" tabIndex={0} aria-label={t('library.page_n', { n })} lang={language}>
      {text.trim() ? <p dir="auto"><Terms text={text} language={language} /></p> : <p class="hint">{t('documents.page_empty')}</p>}
    </section>
  );
}

function Turning({ at, of, to, goTo }: { at: number; of: number; to: (page: number) => string; goTo?: (page: number) => void }) {
  const [typed, setTyped] = useState('');
  const put = (): void => {
    const page = Number.parseInt(typed, 10);
    if (page >= 1 && (of === 0 || page <= of)) goTo?.(page);
    setTyped('');
  };
  return (
    <div class="library-turning">
      {at > 1 ? <a class="button button-plain" href={to(at - 1)}><Icon name="chevron-left" flip /><span>{t('documents.previous')}</span></a> : null}
      <span role={goTo ? 'status' : undefined}>{of ? t('documents.page_of', { n: at, of }) : t('library.page_n', { n: at })}</span>
      {at < of ? <a class="button button-plain" href={to(at + 1)}><span>{t('documents.next')}</span><Icon name="chevron-right" flip /></a> : null}
      {goTo && of > 1 ? <form class="library-asked" onSubmit={(event) => { event.preventDefault(); put(); }}><TextField label={t('documents.go_to_page')} ltr inputMode="decimal" value={typed} onInput={setTyped} /><Button submit>{t('documents.go')}</Button></form> : null}
    </div>
  );
}
