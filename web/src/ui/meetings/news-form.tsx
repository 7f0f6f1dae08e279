import { useEffect, useState } from 'preact/hooks';
import type { Access, NewsRecord, PublicationsDesk } from '../../session/publication-model';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { Checkbox, SelectField } from '../elements/choices';
import { TextField } from '../elements/field';
import { Loading, Notice } from '../elements/notice';
import { itemOf } from '../library/draft';
import { PublicationFailure } from '../library/failed';
import { goOn, href } from '../router';
import { currentLanguage, t } from '../text';
import { ACCESSES } from './draft';
import { WordsFields } from './form-words';
import { type NewsRoute, type Told, toldOf } from './news';
import { isLink, linkOf } from './news-links';

interface Draft {
  readonly record: NewsRecord;
  readonly access: Access;
  readonly seen: number;
}

function isDraft(value: unknown): value is Draft {
  return typeof value === 'object' && value !== null && 'record' in value && 'seen' in value;
}

/** Written in one language and as many more of the four as somebody has; of an item that stands, its next version. */
export function NewsForm({ desk, route }: { desk: PublicationsDesk; route: NewsRoute }) {
  const told = route.arg === 'revise' ? toldOf(desk).find(({ view }) => view.item === route.at) : undefined;
  if (route.arg === 'revise' && told?.record.state === 'loading') return <Loading />;
  if (route.arg === 'revise' && told?.record.state !== 'ready') return <p>{t('error.not_found')}</p>;
  return <Writing desk={desk} route={route} told={told} />;
}

function Writing({ desk, route, told }: { desk: PublicationsDesk; route: NewsRoute; told: Told | undefined }) {
  const { busy, failure, ask, clear } = useAsk();
  const keptAs = `news/${told?.view.item ?? '_new'}`;
  const standing = told?.record.state === 'ready' ? told.record.value : undefined;
  const [draft, setDraft] = useState<Draft>(() => {
    const before = desk.kept.value.get(keptAs);
    if (isDraft(before)) return before;
    return { record: standing ?? { words: [{ language: currentLanguage(), title: '', text: '' }], link: '', pinned: false }, access: told?.standing.access ?? 'members', seen: desk.position.value };
  });
  const [touched, setTouched] = useState(false);
  const [tried, setTried] = useState(false);
  useEffect(() => { if (touched) void desk.keep(keptAs, draft); }, [draft]);
  const put = (part: Partial<Draft>): void => {
    setTouched(true);
    setDraft((before) => ({ ...before, ...part }));
  };
  const set = (part: Partial<NewsRecord>): void => { put({ record: { ...draft.record, ...part } }); };
  const { record, access } = draft;
  const publishes = desk.may('news', told?.view.item ?? 'new').publish;
  const untitled = record.words.some(({ title }) => !title.trim());
  const send = (): void => {
    setTried(true);
    if (untitled || !isLink(record.link)) return;
    const words = record.words.map(({ language, title, text }) => ({ language, title: title.trim(), text: text.trim() }));
    const item = told?.view.item ?? itemOf(words[0]?.title ?? '', (name) => desk.items.value.has(`news/${name}`), desk.newPersonId().slice(0, 6));
    const written = { shelf: 'news' as const, item, record: { ...record, words }, access, seen: draft.seen };
    ask(async () => {
      const sent = publishes ? await desk.publish(written) : await desk.offer(written);
      if (sent.ok) await desk.keep(keptAs, null);
      return sent;
    }, () => { goOn(route, publishes ? { screen: 'news', at: item } : { screen: 'news' }); });
  };
  return (
    <form noValidate class="library-page meeting-form" onSubmit={(event) => { event.preventDefault(); send(); }}>
      <a class="back-always" href={href(told ? { screen: 'news', at: told.view.item } : { screen: 'news' })}>{t('meetings.news_back')}</a>
      <h1 tabIndex={-1}>{t(told ? 'meetings.revise' : publishes ? 'meetings.write_news' : 'meetings.propose_news')}</h1>
      <p class="hint lead-text">{t(publishes ? 'meetings.publish_lead' : 'meetings.propose_lead')}</p>
      <WordsFields words={record.words} put={(words) => { set({ words }); }} error={tried ? t('meetings.gap.title') : undefined} rows={5} />
      <TextField label={t('meetings.field.link')} hint={t('meetings.link_hint')} optional ltr value={record.link} error={tried && !isLink(record.link) ? t('meetings.gap.link') : undefined} onInput={(link) => { set({ link: linkOf(link) }); }} />
      <SelectField label={t('documents.access')} value={access} choices={[...new Set([access, ...ACCESSES])].map((value) => ({ value, label: ACCESSES.some((one) => one === value) ? t(`meetings.access.${value as (typeof ACCESSES)[number]}`) : value }))} onChange={(next) => { put({ access: next }); }} />
      <Checkbox label={t('meetings.pin')} checked={record.pinned} onChange={(pinned) => { set({ pinned }); }} />
      {failure?.reason === 'item_changed' ? <Notice tone="warning" title={t('publications.refused.item_changed')} live><div class="actions"><Button onClick={() => { put({ seen: desk.position.value }); clear(); }}>{t('meetings.keep_mine')}</Button></div></Notice> : <PublicationFailure failure={failure} />}
      <div class="actions">
        <Button kind="primary" icon={publishes ? 'check' : 'send'} submit busy={busy}>{t(publishes ? 'meetings.publish' : 'meetings.propose_now')}</Button>
        <Button kind="quiet" icon="x" onClick={() => { ask(() => desk.keep(keptAs, null), () => { goOn(route, told ? { screen: 'news', at: told.view.item } : { screen: 'news' }); }); }}>{t('meetings.discard')}</Button>
        <span class="hint">{t('documents.kept_here')}</span>
      </div>
    </form>
  );
}
