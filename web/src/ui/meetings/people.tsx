import { useEffect, useState } from 'preact/hooks';
import type { MeetingRecord, Participant, PlaceView, PublicationsDesk, StateOfPlace } from '../../session/publication-model';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { TextField } from '../elements/field';
import { Checkbox, LongField } from '../elements/choices';
import { CountryBadge, Ltr } from '../elements/names';
import { Notice } from '../elements/notice';
import { fullTime } from '../format';
import { PublicationFailure } from '../library/failed';
import { csvOf } from '../notices/filters';
import { href } from '../router';
import { count, t, tn } from '../text';
import { phaseOf } from './when';

interface Props {
  readonly desk: PublicationsDesk;
  readonly item: string;
  readonly record: MeetingRecord;
}

/** Who was named for a meeting: for the office that organises it all of them, for every other office its own. */
export function People({ desk, item, record }: Props) {
  const { state } = useDesk();
  const session = state.session.value;
  const places = desk.places('meeting', item, record.office, record.capacity).value;
  if (session.state !== 'ready') return null;
  const organising = session.me.office.id === record.office;
  const mine = organising ? places.people : places.people.filter(({ office }) => office === session.me.office.id);
  const phase = phaseOf(record, state.now.value);
  return (
    <section class="library-tools meeting-people" aria-labelledby="people-title">
      <div class="screen-head"><h2 id="people-title">{t(organising ? 'meetings.people' : 'meetings.own_people')}</h2>{mine.length ? <SaveList desk={desk} item={item} people={mine} /> : null}</div>
      <p class="hint">{t('meetings.people_sealed')}</p>
      {record.capacity === null ? null : <p>{t('meetings.taken', { taken: count(places.taken), capacity: count(record.capacity) })}</p>}
      {record.capacity !== null && organising ? <meter class="meeting-meter" min={0} max={record.capacity} value={Math.min(places.taken, record.capacity)} aria-label={t('meetings.field.capacity')} /> : null}
      {mine.length ? <ul class="library-list">{mine.map((place) => <Place key={place.person.id} desk={desk} place={place} organising={organising} full={places.free === 0} />)}</ul> : <p>{t(organising ? 'meetings.nobody' : 'meetings.nobody_of_ours')}</p>}
      {phase === 'cancelled' && mine.length ? <Notice tone="warning"><p>{t('meetings.cancelled_people')}</p></Notice> : null}
      {organising ? null : phase === 'open' ? <Nominate desk={desk} item={item} record={record} full={places.free === 0} /> : <p class="hint">{t(`meetings.closed.${phase === 'planned' ? 'planned' : 'closed'}`)}</p>}
    </section>
  );
}

const ANSWERS: Readonly<Record<PlaceView['state'], readonly StateOfPlace[]>> = {
  proposed: ['confirmed', 'waiting', 'declined'], waiting: ['confirmed', 'declined'], confirmed: ['attended', 'absent', 'declined'], declined: ['confirmed', 'waiting'],
  withdrawn: [], attended: ['certified', 'absent'], absent: ['attended'], certified: [],
};

function Place({ desk, place, organising, full }: { desk: PublicationsDesk; place: PlaceView; organising: boolean; full: boolean }) {
  const { busy, failure, ask } = useAsk();
  const { person, state, room, entry, at } = place;
  const put = (next: StateOfPlace): void => { ask(() => desk.place(room, entry, [{ id: person.id, state: next }], '')); };
  const answers = organising ? ANSWERS[state].filter((next) => !(full && next === 'confirmed')) : [];
  const ends = !organising && (state === 'proposed' || state === 'confirmed' || state === 'waiting');
  return (
    <li class="library-row meeting-person">
      <p><CountryBadge country={place.office.slice(0, 2).toUpperCase()} /> <strong><bdi>{person.name}</bdi></strong>{person.latin && person.latin !== person.name ? <> (<bdi>{person.latin}</bdi>)</> : null}{person.title ? <> · <bdi>{person.title}</bdi></> : null}</p>
      <p class="chips"><span class={`chip ${state === 'confirmed' || state === 'attended' || state === 'certified' ? 'chip-good' : ''}`}>{t(`meetings.place.${state}`)}</span>{person.visa ? <span class="chip">{t('meetings.visa')}</span> : null}<a href={href({ screen: 'thread', room })}>{t('meetings.to_thread')}</a> <span class="hint">{fullTime(at)}</span></p>
      {organising && (person.passport || person.notes) ? <p class="hint">{person.passport ? <>{t('meetings.field.passport')}: <Ltr>{person.passport}</Ltr> </> : null}<bdi>{person.notes}</bdi></p> : null}
      {answers.length || ends ? (
        <div class="actions">
          {answers.map((next) => <Button key={next} kind={next === 'confirmed' ? 'plain' : 'quiet'} busy={busy} onClick={() => { put(next); }}>{t(`meetings.put.${next}`)}</Button>)}
          {ends ? <Button kind="quiet" icon="undo-2" busy={busy} onClick={() => { put('withdrawn'); }}>{t('meetings.put.withdrawn')}</Button> : null}
        </div>
      ) : null}
      {organising && full && ANSWERS[state].includes('confirmed') ? <p class="hint">{t('meetings.full')}</p> : null}
      <PublicationFailure failure={failure} />
    </li>
  );
}

function SaveList({ desk, item, people }: { desk: PublicationsDesk; item: string; people: readonly PlaceView[] }) {
  const { ask } = useAsk();
  const table = (): string => csvOf([
    [t('meetings.field.name'), t('meetings.field.latin'), t('meetings.field.person_title'), t('meetings.field.office'), t('meetings.field.state'), t('meetings.visa')],
    ...people.map(({ person, office, state }) => [person.name, person.latin, person.title, office, t(`meetings.place.${state}`), person.visa ? t('answer.yes') : t('answer.no')]),
  ]);
  return <Button kind="quiet" icon="download" onClick={() => { ask(() => desk.save(`${item}-people.csv`, table())); }}>{t('library.csv')}</Button>;
}

function blankPerson(id: string): Participant {
  return { id, key: '', name: '', latin: '', title: '', languages: [], role: '', visa: false, passport: '', notes: '' };
}

/** The bureau or office names its people; what it says goes sealed to the organising office alone. */
function Nominate({ desk, item, record, full }: Props & { full: boolean }) {
  const { busy, failure, ask } = useAsk();
  const kept = `meeting-people/${item}`;
  const [people, setPeople] = useState<readonly Participant[]>(() => {
    const before = desk.kept.value.get(kept);
    return Array.isArray(before) && before.length ? (before as Participant[]) : [blankPerson(desk.newPersonId())];
  });
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  useEffect(() => { if (people.some(({ name }) => name)) void desk.keep(kept, people); }, [people]);
  const set = (id: string, part: Partial<Participant>): void => { setPeople(people.map((one) => (one.id === id ? { ...one, ...part } : one))); };
  const send = (): void => {
    setTried(true);
    if (people.some(({ name }) => !name.trim())) return;
    const title = record.words[0]?.title ?? item;
    ask(async () => {
      const sent = await desk.nominate(record.office, { shelf: 'meeting', item, title, people: people.map((one) => ({ ...one, name: one.name.trim(), latin: one.latin.trim() })), text, handling: 'TLP:AMBER' }, []);
      if (sent.ok) await desk.keep(kept, null);
      return sent;
    }, () => { setPeople([blankPerson(desk.newPersonId())]); setText(''); setTried(false); });
  };
  return (
    <details class="library-retire" open={people.some(({ name }) => name)}>
      <summary>{t('meetings.nominate')}</summary>
      <form noValidate class="meeting-form" onSubmit={(event) => { event.preventDefault(); send(); }}>
        {full ? <Notice><p>{t('meetings.full_waiting')}</p></Notice> : null}
        {people.map((person, n) => (
          <fieldset key={person.id} class="group">
            <legend>{tn('meetings.person', n + 1)}</legend>
            <TextField label={t('meetings.field.name')} required value={person.name} error={tried && !person.name.trim() ? t('meetings.gap.name') : undefined} onInput={(name) => { set(person.id, { name: name.slice(0, 300) }); }} />
            <TextField label={t('meetings.field.latin')} optional value={person.latin} onInput={(latin) => { set(person.id, { latin: latin.slice(0, 300) }); }} />
            <TextField label={t('meetings.field.person_title')} optional value={person.title} onInput={(title) => { set(person.id, { title: title.slice(0, 300) }); }} />
            <Checkbox label={t('meetings.visa_needed')} checked={person.visa} onChange={(visa) => { set(person.id, { visa }); }} />
            {person.visa ? <TextField label={t('meetings.field.passport')} hint={t('meetings.passport_hint')} optional ltr value={person.passport} onInput={(passport) => { set(person.id, { passport: passport.slice(0, 300) }); }} /> : null}
            <TextField label={t('meetings.field.notes')} optional value={person.notes} onInput={(notes) => { set(person.id, { notes: notes.slice(0, 2000) }); }} />
            {people.length > 1 ? <Button kind="quiet" icon="x" onClick={() => { setPeople(people.filter(({ id }) => id !== person.id)); }}>{t('documents.remove')}</Button> : null}
          </fieldset>
        ))}
        {people.length < 50 ? <Button kind="quiet" icon="plus" onClick={() => { setPeople([...people, blankPerson(desk.newPersonId())]); }}>{t('meetings.another')}</Button> : null}
        <LongField label={t('meetings.field.message')} optional rows={3} value={text} onInput={setText} />
        <div class="actions"><Button kind="primary" icon="send" submit busy={busy}>{t('meetings.send')}</Button></div>
        <PublicationFailure failure={failure} />
      </form>
    </details>
  );
}
