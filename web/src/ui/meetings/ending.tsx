import type { MeetingRecord, PublicationsDesk } from '../../session/publication-model';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { PublicationFailure } from '../library/failed';
import { RetireForm } from '../library/retiring';
import { currentLanguage, t } from '../text';
import { type Entry, titleIn } from './entries';
import { phaseOf } from './when';

interface Props {
  readonly desk: PublicationsDesk;
  readonly entry: Entry;
}

/** The steps in a meeting's life that need no form: nominations open and end, it is called off, it leaves the list. */
export function Ending({ desk, entry, entries }: Props & { entries: readonly Entry[] }) {
  const { state } = useDesk();
  const may = desk.may('meeting', entry.item);
  const phase = phaseOf(entry.record, state.now.value);
  const ahead = phase === 'planned' || phase === 'open' || phase === 'closed';
  return (
    <>
      {may.publish && entry.published && ahead && entry.record.office ? <NextState desk={desk} entry={entry} to={entry.record.state === 'open' ? 'closed' : 'open'} /> : null}
      {may.publish && entry.published && (ahead || phase === 'now') ? <CallOff desk={desk} entry={entry} /> : null}
      {may.retire ? <Retire desk={desk} entry={entry} entries={entries} /> : null}
    </>
  );
}

/** What is on the screen is what was seen. */
function seenOf({ desk, entry: { published } }: Props): number {
  return published ? published.index + 1 : desk.position.value;
}

function usePut(props: Props) {
  const asking = useAsk();
  const { desk, entry: { item, record, access } } = props;
  const seen = seenOf(props);
  const put = (part: Partial<MeetingRecord>): void => { asking.ask(() => desk.publish({ shelf: 'meeting', item, record: { ...record, ...part }, access, seen })); };
  return { ...asking, put };
}

function NextState({ to, ...props }: Props & { to: 'open' | 'closed' }) {
  const { busy, failure, put } = usePut(props);
  const { state } = useDesk();
  // Opened again after its day: without a day, or it would be closed at once.
  const { register_by: until } = props.entry.record;
  const late = until !== null && until * 1000 <= state.now.value;
  return (
    <>
      <div class="actions"><Button kind="plain" icon={to === 'open' ? 'check' : 'lock'} busy={busy} onClick={() => { put(to === 'open' && late ? { state: to, register_by: null } : { state: to }); }}>{t(`meetings.make.${to}`)}</Button></div>
      <PublicationFailure failure={failure} />
    </>
  );
}

function CallOff(props: Props) {
  const { busy, failure, put } = usePut(props);
  return (
    <details class="library-retire">
      <summary>{t('meetings.call_off')}</summary>
      <p>{t('meetings.call_off_text')}</p>
      <Button kind="danger" icon="x" busy={busy} onClick={() => { put({ state: 'cancelled' }); }}>{t('meetings.call_off_sign')}</Button>
      <PublicationFailure failure={failure} />
    </details>
  );
}

/** Of what stands, by its name, in the reader's language. */
export function titlesOf(entries: readonly Entry[]): ReadonlyMap<string, string> {
  return new Map(entries.map(({ item, record }) => [item, titleIn(record.words, currentLanguage()).title]));
}

function Retire(props: Props & { entries: readonly Entry[] }) {
  const { desk, entry: { item }, entries } = props;
  const choices = [...titlesOf(entries)].map(([value, label]) => ({ value, label }));
  return (
    <details class="library-retire">
      <summary>{t('meetings.retire')}</summary>
      <p>{t('meetings.retire_text')}</p>
      <RetireForm desk={desk} shelf="meeting" item={item} seen={seenOf(props)} sign={t('meetings.retire_sign')} instead={{ choices }} />
    </details>
  );
}
