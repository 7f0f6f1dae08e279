import '../styles/library.css';
import '../styles/meetings.css';
import { useEffect, useState } from 'preact/hooks';
import type { ItemView, NewsRecord, PublicationsDesk, RecordView, Version } from '../../session/publication-model';
import { useAsk } from '../elements/ask';
import { Button, LinkButton } from '../elements/button';
import { TextField } from '../elements/field';
import { Checkbox, LongField } from '../elements/choices';
import { Empty, FailureNotice, Loading } from '../elements/notice';
import { fullTime } from '../format';
import { languageName } from '../format-values';
import { PublicationFailure } from '../library/failed';
import { itemOf } from '../library/draft';
import { usePublications } from '../library/use-publications';
import { href } from '../router';
import { currentLanguage, t } from '../text';
import { titleIn } from './entries';

function recordOf(desk: PublicationsDesk, of: Pick<Version, 'item' | 'parts' | 'document'>): RecordView<NewsRecord> {
  return desk.record({ ...of, shelf: 'news' }).value;
}

/** What the network tells its members: what is pinned first, then the newest. */
export function NewsScreen() {
  const found = usePublications();
  if (found.state === 'loading') return <Loading />;
  if (found.state === 'failed') return <FailureNotice failure={found.failure} />;
  const desk = found.value;
  const read = desk.shelf('news').value.flatMap((view) => (view.standing?.document ? [{ view, standing: view.standing, record: recordOf(desk, view.standing) }] : []));
  const pinned = ({ record }: (typeof read)[number]): number => (record.state === 'ready' && record.value.pinned ? 0 : 1);
  const shown = [...read].sort((a, b) => pinned(a) - pinned(b) || b.standing.at - a.standing.at);
  return (
    <div class="library">
      <div class="screen-head">
        <h1 tabIndex={-1}>{t('nav.news')}</h1>
        <p class="actions"><LinkButton icon="calendar" to={href({ screen: 'meetings' })}>{t('nav.meetings')}</LinkButton></p>
      </div>
      {desk.may('news', 'new').publish ? <Write desk={desk} /> : null}
      {shown.length ? null : <Empty icon="info" title={t('meetings.no_news')}>{t('meetings.no_news_text')}</Empty>}
      <ul class="news-list">{shown.map(({ view, standing, record }) => <li key={view.item}><One view={view} standing={standing} record={record} desk={desk} /></li>)}</ul>
    </div>
  );
}

function One({ desk, view, standing, record }: { desk: PublicationsDesk; view: ItemView; standing: Version; record: RecordView<NewsRecord> }) {
  const { busy, failure, ask } = useAsk();
  if (record.state === 'failed') return <FailureNotice failure={record.failure} />;
  if (record.state !== 'ready') return record.state === 'loading' ? <Loading /> : null;
  const said = titleIn(record.value.words, currentLanguage());
  return (
    <article class="news-one">
      <p class="chips">{desk.fresh.value.some(({ key }) => key === view.key) ? <span class="chip library-new">{t('library.new')}</span> : null}{record.value.pinned ? <span class="chip">{t('meetings.pinned')}</span> : null}<span class="hint">{standing.by} · {fullTime(standing.at)}</span></p>
      <h2 lang={said.language} dir="auto">{said.title}</h2>
      {said.text ? <p class="meeting-text" lang={said.textLanguage} dir="auto">{said.text}</p> : null}
      <div class="actions">
        {record.value.link ? <LinkButton to={`#/${linkOf(record.value.link)}`}>{t('meetings.read_more')}</LinkButton> : null}
        {desk.may('news', view.item).retire ? <Button kind="quiet" icon="x" busy={busy} onClick={() => { ask(() => desk.retire('news', view.item, [], desk.position.value)); }}>{t('meetings.retire_news')}</Button> : null}
      </div>
      <PublicationFailure failure={failure} />
    </article>
  );
}

/** `shelf/item` of the protocol, as this client's addresses have it. */
function linkOf(link: string): string {
  const [shelf = '', item = ''] = link.split('/');
  return `${shelf === 'meeting' ? 'meetings' : shelf === 'framework' ? 'frameworks' : shelf}/${item}`;
}

const LANGUAGES = ['en', 'fr', 'es', 'ar'] as const;
type Words = NewsRecord['words'][number];
const blank = (): NewsRecord => ({ words: [{ language: currentLanguage(), title: '', text: '' }], link: '', pinned: false });

/** Written in one language and as many more as somebody has; kept until it is published. */
function Write({ desk }: { desk: PublicationsDesk }) {
  const { busy, failure, ask } = useAsk();
  const [record, setRecord] = useState<NewsRecord>(() => (desk.kept.value.get('news/new') as NewsRecord | undefined) ?? blank());
  const [touched, setTouched] = useState(false);
  const [tried, setTried] = useState(false);
  useEffect(() => { if (touched) void desk.keep('news/new', record); }, [record]);
  const set = (part: Partial<NewsRecord>): void => { setTouched(true); setRecord({ ...record, ...part }); };
  const change = (n: number, part: Partial<Words>): void => { set({ words: record.words.map((one, at) => (at === n ? { ...one, ...part } : one)) }); };
  const free = LANGUAGES.find((code) => record.words.every(({ language }) => language !== code));
  const untitled = record.words.some(({ title }) => !title.trim());
  const badLink = record.link !== '' && !/^(framework|library|meeting|course)\/[a-z0-9][a-z0-9-]*$/.test(record.link);
  const publish = (): void => {
    setTried(true);
    if (untitled || badLink) return;
    const words = record.words.map(({ language, title, text }) => ({ language, title: title.trim(), text: text.trim() }));
    const item = itemOf(words[0]?.title ?? '', (name) => desk.items.value.has(`news/${name}`), desk.newPersonId().slice(0, 6));
    ask(async () => {
      const sent = await desk.publish({ shelf: 'news', item, record: { ...record, words }, access: 'members', seen: desk.position.value });
      if (sent.ok) await desk.keep('news/new', null);
      return sent;
    }, () => { setTouched(false); setTried(false); setRecord(blank()); });
  };
  return (
    <details class="library-tools" open={record.words.some(({ title }) => title !== '')}>
      <summary>{t('meetings.write_news')}</summary>
      <form noValidate class="meeting-form" onSubmit={(event) => { event.preventDefault(); publish(); }}>
        {record.words.map((one, n) => (
          <div key={one.language} class="group">
            <TextField label={`${t('meetings.field.title')} (${languageName(one.language)})`} lang={one.language} required value={one.title} error={tried && !one.title.trim() ? t('meetings.gap.title') : undefined} onInput={(title) => { change(n, { title: title.slice(0, 300) }); }} />
            <LongField label={`${t('meetings.field.text')} (${languageName(one.language)})`} optional rows={4} value={one.text} onInput={(text) => { change(n, { text }); }} />
            {n ? <Button kind="quiet" icon="x" onClick={() => { set({ words: record.words.filter((_one, at) => at !== n) }); }}>{t('documents.remove')}</Button> : null}
          </div>
        ))}
        {free ? <Button kind="quiet" icon="plus" onClick={() => { set({ words: [...record.words, { language: free, title: '', text: '' }] }); }}>{t('meetings.more_words', { language: languageName(free) })}</Button> : null}
        <TextField label={t('meetings.field.link')} hint={t('meetings.link_hint')} optional ltr value={record.link} error={tried && badLink ? t('meetings.gap.link') : undefined} onInput={(link) => { set({ link: link.trim() }); }} />
        <Checkbox label={t('meetings.pin')} checked={record.pinned} onChange={(pinned) => { set({ pinned }); }} />
        <div class="actions"><Button kind="primary" icon="check" submit busy={busy}>{t('meetings.publish')}</Button></div>
        <PublicationFailure failure={failure} />
      </form>
    </details>
  );
}
