import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import type { NoticesDesk, NoticeView } from '../../session/notice-model';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { Button, LinkButton } from '../elements/button';
import { TextField } from '../elements/field';
import { Checkbox, SelectField } from '../elements/choices';
import { CountryBadge } from '../elements/names';
import { Empty, FailureNotice, Loading } from '../elements/notice';
import { countryName } from '../format';
import { longDate } from '../format-values';
import { href } from '../router';
import { t, tn } from '../text';
import { calendarOf } from './calendar';
import { ColourMark } from './colour';
import { chosen, csvOf, type Filters, subjectOf, titleOf, UNFILTERED } from './filters';
import { StateChip } from './state';
import { UnderWay } from './under-way';
import type { NoticeWords } from './use-notices';

interface Props {
  readonly desk: NoticesDesk;
  readonly words: NoticeWords;
}

/** Kept while a notice is open. */
const filters = signal<Filters>(UNFILTERED);
const SHOWN = 50;
const SET_APART = ['colour', 'country', 'state', 'due', 'corruption'] as const;
const STATES = ['submitted', 'valid', 'suspended', 'returned', 'refused', 'replaced', 'withdrawn', 'cancelled', 'expired'] as const;

export function NoticeList({ desk, words }: Props) {
  const { state } = useDesk();
  const [shown, setShown] = useState(SHOWN);
  const all = desk.all.value;
  const { lead, secretariat } = desk.me.value;
  const found = chosen(all, filters.value);
  const reading = all.filter(({ record }) => record.state === 'loading').length;
  const waiting = all.filter((notice) => notice.state === 'submitted').length;
  if (all.length === 0 && state.rooms.value.state === 'loading') return <Loading />;
  return (
    <div class="notices">
      <div class="screen-head">
        <h1 tabIndex={-1}>{t('nav.notices')}</h1>
        <p class="actions">
          {secretariat ? <LinkButton icon="list-checks" to={href({ screen: 'notices', at: 'review' })}>{t('notices.queue', { n: waiting })}</LinkButton> : null}
          {secretariat ? null : <LinkButton kind={lead ? 'primary' : 'plain'} icon="plus" to={href({ screen: 'notices', at: 'new' })}>{t('notices.new')}</LinkButton>}
        </p>
      </div>
      <p class="hint notices-lead">{t('notices.boundary')}</p>
      <UnderWay desk={desk} />
      {all.length === 0 ? <Empty icon="bell" title={t('notices.empty')}>{t('notices.empty_text')}</Empty> : (
        <>
          <FilterBar all={all} words={words} />
          <div class="screen-head">
            <p role="status" class="hint">{tn('notices.found', found.length)}{reading ? ` · ${tn('notices.reading', reading)}` : ''}</p>
            <Exports desk={desk} words={words} shown={found} />
          </div>
          {found.length === 0 ? <Empty icon="search" title={t('notices.none')} action={<Button onClick={() => { filters.value = { ...UNFILTERED, state: '' }; }}>{t('notices.show_all')}</Button>} /> : null}
          <ul class="notice-list">{found.slice(0, shown).map((notice) => <Row key={notice.id} notice={notice} words={words} />)}</ul>
          {found.length > shown ? <Button onClick={() => { setShown(shown + SHOWN); }}>{t('notices.more')}</Button> : null}
        </>
      )}
    </div>
  );
}

function FilterBar({ all, words }: { all: readonly NoticeView[]; words: NoticeWords }) {
  const set = (part: Partial<Filters>): void => { filters.value = { ...filters.value, ...part }; };
  const now = filters.value;
  // On a narrow screen the notices come first; there what narrows the list is shown where something does.
  const [open] = useState(() => window.matchMedia('(min-width: 48rem)').matches || SET_APART.some((name) => now[name] !== UNFILTERED[name]));
  const countries = [...new Set(all.map(({ country }) => country))].map((value) => ({ value, label: countryName(value) })).sort((a, b) => a.label.localeCompare(b.label));
  return (
    <form class="notice-filters" role="search" aria-label={t('notices.filter')} onSubmit={(event) => { event.preventDefault(); }}>
      <TextField label={t('notices.filter.text')} type="search" value={now.text} onInput={(text) => { set({ text }); }} />
      <details open={open}>
        <summary>{t('notices.filter')}</summary>
        <div class="pair">
          <SelectField label={t('notices.filter.state')} value={now.state} onChange={(value) => { set({ state: value }); }}
            choices={[{ value: 'living', label: t('notices.filter.living') }, { value: '', label: t('notices.filter.all') }, ...STATES.map((value) => ({ value, label: words.word('states', value) }))]} />
          <SelectField label={t('notices.filter.colour')} value={now.colour} empty={t('notices.filter.all')} onChange={(colour) => { set({ colour }); }}
            choices={words.types.map(({ code, name }) => ({ value: code, label: name }))} />
          <SelectField label={t('notices.filter.country')} value={now.country} empty={t('notices.filter.all')} onChange={(country) => { set({ country }); }} choices={countries} />
        </div>
        <div class="actions">
          <Checkbox label={t('notices.filter.corruption')} checked={now.corruption} onChange={(corruption) => { set({ corruption }); }} />
          <Checkbox label={t('notices.filter.due')} checked={now.due} onChange={(due) => { set({ due }); }} />
        </div>
      </details>
    </form>
  );
}

function Exports({ desk, words, shown }: Props & { shown: readonly NoticeView[] }) {
  const { state } = useDesk();
  const { failure, ask } = useAsk();
  const table = (): string => csvOf([
    [t('notices.column.colour'), t('notices.column.subject'), t('notices.column.title'), t('notices.column.country'), t('notices.column.state'), t('notices.column.until'), t('notices.column.reference'), t('notices.column.id')],
    ...shown.map((notice) => {
      const record = notice.record.state === 'ready' ? notice.record.value : undefined;
      return [words.nameOf(notice.colour), subjectOf(notice), titleOf(notice), countryName(notice.country), words.word('states', notice.state),
        new Date(notice.until).toISOString().slice(0, 10), record?.reference ?? '', notice.id];
    }),
  ]);
  return (
    <div class="actions">
      <Button kind="quiet" icon="download" onClick={() => { ask(() => desk.save('notices.csv', table())); }}>{t('notices.csv')}</Button>
      <Button kind="quiet" icon="clock" onClick={() => { ask(() => desk.save('notices.ics', calendarOf(shown, words, state.now.value))); }}>{t('notices.ics')}</Button>
      <FailureNotice failure={failure} />
    </div>
  );
}

export function Row({ notice, words }: { notice: NoticeView; words: NoticeWords }) {
  const subject = subjectOf(notice);
  const title = titleOf(notice);
  return (
    <li>
      <a class="notice-row" href={href({ screen: 'notices', at: notice.id })}>
        <ColourMark colour={notice.colour} />
        <span class="notice-row-main">
          <span class="notice-row-type">{words.nameOf(notice.colour)}{notice.variant === 'diffusion' ? ` · ${t('notices.diffusion')}` : ''}</span>
          <span class="notice-row-name" dir="auto">{subject || <RecordWords notice={notice} />}</span>
          {title && title !== subject ? <span class="hint" dir="auto">{title}</span> : null}
          <span class="room-tags">
            <StateChip state={notice.state} words={words} />
            {notice.dueForReview ? <span class="chip notice-due">{t('notices.due')}</span> : null}
            <span><CountryBadge country={notice.country} /> <bdi>{countryName(notice.country)}</bdi></span>
            <span>{t('notices.until', { date: longDate(notice.until) })}</span>
          </span>
        </span>
      </a>
    </li>
  );
}

export function RecordWords({ notice: { record } }: { notice: NoticeView }) {
  return <span class="hint">{t(record.state === 'loading' ? 'state.loading' : record.state === 'failed' ? 'notices.record_failed' : 'notices.record_absent')}</span>;
}
