import { useState } from 'preact/hooks';
import type { MeetingRecord, Participant, PlaceView, PublicationsDesk, StateOfPlace } from '../../session/publication-model';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { LongField } from '../elements/choices';
import { Notice } from '../elements/notice';
import { countryName } from '../format';
import { PublicationFailure } from '../library/failed';
import { csvOf } from '../notices/filters';
import { count, currentLanguage, t, tn } from '../text';
import { titleIn } from './entries';
import { Nominate } from './nominate';
import { Place } from './place';
import { groupsOf, isHoping, lettersOf, tooMany } from './seats';
import { type Phase, phaseOf } from './when';

interface Props {
  readonly desk: PublicationsDesk;
  readonly item: string;
  readonly record: MeetingRecord;
  /** It was taken from the list. */
  readonly gone: boolean;
}

/** Who was named for a meeting: for the office that organises it all of them, for every other office its own. */
export function People({ desk, item, record, gone }: Props) {
  const { state } = useDesk();
  const session = state.session.value;
  const places = desk.places('meeting', item, record.office, record.capacity).value;
  const [correcting, setCorrecting] = useState<Participant | null>(null);
  if (session.state !== 'ready') return null;
  const own = session.me.office.id;
  const organising = own === record.office;
  const people = organising ? places.people : places.people.filter(({ office }) => office === own);
  const phase = gone ? 'cancelled' : phaseOf(record, state.now.value);
  if (gone && !people.length) return null;
  const row = { desk, item, record, phase, organising, free: places.free };
  return (
    <section class="library-tools meeting-people" aria-labelledby="people-title">
      <div class="screen-head"><h2 id="people-title">{t(organising ? 'meetings.people' : 'meetings.own_people')}</h2>{people.length ? <SaveList desk={desk} item={item} people={people} /> : null}</div>
      <p class="hint">{t('meetings.people_sealed')}</p>
      {organising ? <Taken people={people} taken={places.taken} capacity={record.capacity} ahead={phase !== 'over' && phase !== 'cancelled'} /> : null}
      {phase === 'cancelled' ? <CalledOff desk={desk} record={record} people={people} organising={organising} /> : null}
      {people.length ? null : <p>{t(organising ? 'meetings.nobody' : 'meetings.nobody_of_ours')}</p>}
      {groupsOf(people).map(([group, found]) => (
        <section key={group} class="meeting-group" aria-labelledby={`people-${group}`}>
          <h3 id={`people-${group}`}>{t(`meetings.group.${group}`)} <span class="hint">{count(found.length)}</span></h3>
          {organising && group === 'confirmed' && (phase === 'now' || phase === 'over') ? <AllCame desk={desk} people={found} /> : null}
          <ul class="library-list">{found.map((place) => <Place key={place.person.id} {...row} place={place} correct={phase === 'open' || phase === 'closed' ? setCorrecting : null} />)}</ul>
        </section>
      ))}
      {organising ? null : <Naming desk={desk} item={item} record={record} phase={phase} named={people} correcting={correcting} done={() => { setCorrecting(null); }} />}
    </section>
  );
}

/** New names only while nominations are open; a name that was given is corrected as long as letters may be written of it. */
function Naming({ phase, correcting, done, ...props }: Omit<Props, 'gone'> & { phase: Phase; named: readonly PlaceView[]; correcting: Participant | null; done: () => void }) {
  if (correcting) return <Nominate key={correcting.id} {...props} correcting={correcting} done={done} />;
  if (phase === 'open') return <Nominate key="new" {...props} correcting={null} done={done} />;
  return phase === 'cancelled' || phase === 'over' ? null : <p class="hint">{t(`meetings.closed.${phase === 'planned' ? 'planned' : 'closed'}`)}</p>;
}

function Taken({ people, taken, capacity, ahead }: { people: readonly PlaceView[]; taken: number; capacity: number | null; ahead: boolean }) {
  if (capacity === null) return people.length ? <p>{tn('meetings.taken_free', taken)}</p> : null;
  const beyond = tooMany(people, capacity);
  return (
    <>
      <p>{t('meetings.taken', { taken: count(taken), capacity: count(capacity) })}</p>
      <meter class="meeting-meter" min={0} max={Math.max(1, capacity)} value={Math.min(taken, capacity)} aria-label={t('meetings.field.capacity')} />
      {ahead && beyond ? <Notice tone="warning"><p>{tn('meetings.too_many', beyond)}</p></Notice> : null}
      {ahead && taken < capacity && people.some(({ state }) => state === 'waiting') ? <Notice><p>{t('meetings.place_free')}</p></Notice> : null}
    </>
  );
}

/** It will not be: who was going is told in the room in which they were named. */
function CalledOff({ desk, record, people, organising }: { desk: PublicationsDesk; record: MeetingRecord; people: readonly PlaceView[]; organising: boolean }) {
  const { busy, failure, ask } = useAsk();
  const hoping = people.filter(isHoping);
  const [text, setText] = useState(() => t('meetings.off_letter', { title: titleIn(record.words, currentLanguage()).title }).replace(/[\u2066-\u2069]/g, ''));
  if (!hoping.length) return null;
  if (!organising) return <Notice tone="warning" title={t('meetings.off')}><p>{tn('meetings.off_people', hoping.length)}</p></Notice>;
  const letters = lettersOf(hoping, 'declined');
  return (
    <Notice tone="warning" title={tn('meetings.off_tell', hoping.length)}>
      <form noValidate class="meeting-form" onSubmit={(event) => { event.preventDefault(); ask(() => tell(desk, hoping, 'declined', text)); }}>
        <LongField label={t('meetings.field.message')} rows={3} value={text} onInput={setText} />
        <div class="actions"><Button kind="primary" icon="send" submit busy={busy}>{tn('meetings.off_send', letters.length)}</Button></div>
        <PublicationFailure failure={failure} />
      </form>
    </Notice>
  );
}

/** One message to each nomination; the first that fails stops, and what was sent is not sent again. */
async function tell(desk: PublicationsDesk, people: readonly PlaceView[], state: StateOfPlace, text: string) {
  for (const letter of lettersOf(people, state)) {
    const sent = await desk.place(letter.room, letter.entry, letter.people, text);
    if (!sent.ok) return sent;
  }
  return { ok: true as const, value: null };
}

function AllCame({ desk, people }: { desk: PublicationsDesk; people: readonly PlaceView[] }) {
  const { busy, failure, ask } = useAsk();
  return (
    <>
      <p class="hint">{t('meetings.attendance_text')}</p>
      <div class="actions"><Button icon="check-check" busy={busy} onClick={() => { ask(() => tell(desk, people, 'attended', '')); }}>{tn('meetings.all_came', people.length)}</Button></div>
      <PublicationFailure failure={failure} />
    </>
  );
}

function SaveList({ desk, item, people }: { desk: PublicationsDesk; item: string; people: readonly PlaceView[] }) {
  const { ask } = useAsk();
  const table = (): string => csvOf([
    [t('meetings.field.name'), t('meetings.field.latin'), t('meetings.field.person_title'), t('meetings.field.role'), t('meetings.field.country'), t('meetings.field.office'), t('meetings.field.state'), t('meetings.visa'), t('meetings.field.notes')],
    ...people.map(({ person, office, state }) => [person.name, person.latin, person.title, person.role, countryName(office.slice(0, 2).toUpperCase()), office, t(`meetings.place.${state}`), person.visa ? t('answer.yes') : t('answer.no'), person.notes]),
  ]);
  return <Button kind="quiet" icon="download" onClick={() => { ask(() => desk.save(`${item}-people.csv`, table())); }}>{t('library.csv')}</Button>;
}
