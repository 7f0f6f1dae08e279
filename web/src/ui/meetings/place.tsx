import { useState } from 'preact/hooks';
import type { MeetingRecord, Participant, PlaceView, PublicationsDesk, StateOfPlace } from '../../session/publication-model';
import { useAsk } from '../elements/ask';
import { Button, LinkButton } from '../elements/button';
import { LongField } from '../elements/choices';
import { CountryBadge, Ltr } from '../elements/names';
import { Notice } from '../elements/notice';
import { countryName, fullTime } from '../format';
import { languageList } from '../format-values';
import { PublicationFailure } from '../library/failed';
import { href } from '../router';
import { count, t } from '../text';
import { answersOf, isBeyond, mayWithdraw } from './seats';
import type { Phase } from './when';

interface Props {
  readonly desk: PublicationsDesk;
  readonly item: string;
  readonly record: MeetingRecord;
  readonly phase: Phase;
  readonly organising: boolean;
  /** Null without a limit. */
  readonly free: number | null;
  readonly place: PlaceView;
  /** Where what was said of somebody may still be corrected by who named them. */
  readonly correct: ((person: Participant) => void) | null;
}

/** One person, what became of the nomination, and what this office may say next. */
export function Place(props: Props) {
  const { place, organising, phase, item, correct } = props;
  const { person, state, room, office, at } = place;
  const withdraw = !organising && mayWithdraw(state, phase);
  return (
    <li class="meeting-person">
      <p class="meeting-person-name"><strong><bdi>{person.name}</bdi></strong>{person.latin && person.latin !== person.name ? <> <bdi class="name-other">{person.latin}</bdi></> : null} <span class={`chip ${GOOD.includes(state) ? 'chip-good' : ''}`}>{t(`meetings.place.${state}`)}</span></p>
      <p class="hint">{[person.title, person.role].filter(Boolean).map((one) => <span key={one}><bdi>{one}</bdi> · </span>)}<CountryBadge country={office.slice(0, 2).toUpperCase()} /> {countryName(office.slice(0, 2).toUpperCase())} · {fullTime(at)} · <a href={href({ screen: 'thread', room })}>{t('meetings.to_thread')}</a></p>
      <Details person={person} />
      <div class="actions">
        {organising ? <Answers {...props} /> : null}
        {LETTERED.includes(state) && phase !== 'cancelled' && phase !== 'over' && person.visa ? <LinkButton icon="file" to={href({ screen: 'meetings', at: item, arg: 'letter', page: person.id })}>{t('meetings.letter')}</LinkButton> : null}
        {state === 'certified' ? <LinkButton icon="file" to={href({ screen: 'meetings', at: item, arg: 'certificate', page: person.id })}>{t('meetings.certificate')}</LinkButton> : null}
        {correct && !organising && !ENDED.includes(state) ? <Button kind="quiet" icon="square-pen" onClick={() => { correct(person); }}>{t('meetings.correct')}</Button> : null}
        {withdraw ? <Withdraw {...props} /> : null}
      </div>
    </li>
  );
}

const GOOD: readonly PlaceView['state'][] = ['confirmed', 'attended', 'certified'];
const LETTERED: readonly PlaceView['state'][] = ['confirmed'];
const ENDED: readonly PlaceView['state'][] = ['declined', 'withdrawn'];

function Details({ person: { languages, visa, passport, notes } }: { person: Participant }) {
  if (!languages.length && !visa && !notes) return null;
  return (
    <p class="hint">
      {[languages.length ? languageList(languages) : '', visa ? t('meetings.visa_needed') : ''].filter(Boolean).join(' · ')}
      {visa && passport ? <> · {t('meetings.field.passport')} <Ltr>{passport}</Ltr></> : null}
      {notes ? <span class="meeting-notes"><bdi>{notes}</bdi></span> : null}
    </p>
  );
}

function Withdraw({ desk, place: { room, entry, person } }: Props) {
  const { busy, failure, ask } = useAsk();
  return <><Button kind="quiet" icon="undo-2" busy={busy} onClick={() => { ask(() => desk.place(room, entry, [{ id: person.id, state: 'withdrawn' }], '')); }}>{t('meetings.put.withdrawn')}</Button><PublicationFailure failure={failure} /></>;
}

/** Beyond the last place nobody gets one: the waiting list is offered instead. A refusal may say why. */
function Answers({ desk, record, phase, free, place }: Props) {
  const { busy, failure, ask } = useAsk();
  const [asked, setAsked] = useState<'beyond' | 'declining' | null>(null);
  const [text, setText] = useState('');
  const { person, room, entry, state } = place;
  const put = (next: StateOfPlace, said = ''): void => { ask(() => desk.place(room, entry, [{ id: person.id, state: next }], said), () => { setAsked(null); }); };
  const choose = (next: StateOfPlace): void => {
    if (isBeyond(place, next, free)) setAsked('beyond');
    else if (next === 'declined') setAsked('declining');
    else put(next);
  };
  if (asked === 'beyond') {
    return (
      <Notice tone="warning" title={t('meetings.beyond', { capacity: count(record.capacity ?? 0) })} live>
        <p>{t(state === 'waiting' ? 'meetings.beyond_waits' : 'meetings.beyond_text', { name: person.name })}</p>
        <div class="actions">
          {state === 'waiting' ? null : <Button kind="primary" busy={busy} onClick={() => { put('waiting'); }}>{t('meetings.put.waiting')}</Button>}
          <Button kind="quiet" onClick={() => { setAsked(null); }}>{t('documents.cancel')}</Button>
        </div>
        <PublicationFailure failure={failure} />
      </Notice>
    );
  }
  if (asked === 'declining') {
    return (
      <form noValidate class="meeting-form" onSubmit={(event) => { event.preventDefault(); put('declined', text.trim()); }}>
        <LongField label={t('meetings.field.message')} optional rows={2} value={text} onInput={setText} />
        <div class="actions"><Button kind="danger" submit busy={busy}>{t('meetings.put.declined')}</Button><Button kind="quiet" onClick={() => { setAsked(null); }}>{t('documents.cancel')}</Button></div>
        <PublicationFailure failure={failure} />
      </form>
    );
  }
  return <>{answersOf(state, phase).map((next) => <Button key={next} kind={next === 'confirmed' || next === 'attended' ? 'plain' : 'quiet'} busy={busy} onClick={() => { choose(next); }}>{t(`meetings.put.${next}`)}</Button>)}<PublicationFailure failure={failure} /></>;
}
