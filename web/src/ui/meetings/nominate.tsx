import { useEffect, useState } from 'preact/hooks';
import type { Officer } from '../../session/model';
import type { MeetingRecord, Participant, PlaceView, PublicationsDesk } from '../../session/publication-model';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { Checkbox, LongField } from '../elements/choices';
import { TextField } from '../elements/field';
import { Notice } from '../elements/notice';
import { latinName, oneName } from '../format';
import { languageName } from '../format-values';
import { PublicationFailure } from '../library/failed';
import { t, tn } from '../text';
import { isStanding } from './seats';

interface Props {
  readonly desk: PublicationsDesk;
  readonly item: string;
  readonly record: MeetingRecord;
  /** Of this office, those that were named before. */
  readonly named: readonly PlaceView[];
  /** Somebody who was named already; null for new names. */
  readonly correcting: Participant | null;
  readonly done: () => void;
}

const MOST = 50;
const LANGUAGES = ['en', 'fr', 'es', 'ar'] as const;

export function blankPerson(id: string): Participant {
  return { id, key: '', name: '', latin: '', title: '', languages: [], role: '', visa: false, passport: '', notes: '' };
}

/** An officer as the register and the directory know them. */
export function personOf(id: string, { id: key, name, title, languages }: Officer): Participant {
  return { ...blankPerson(id), key, name: name.own, latin: latinName(name), title: title ?? '', languages: languages.slice(0, 12) };
}

/** The bureau or office names its people; what it says goes sealed to the organising office alone. */
export function Nominate({ desk, item, record, named, correcting, done }: Props) {
  const { state } = useDesk();
  const { busy, failure, ask } = useAsk();
  const kept = `meeting-people/${item}`;
  const [people, setPeople] = useState<readonly Participant[]>(() => {
    if (correcting) return [correcting];
    const before = desk.kept.value.get(kept);
    return Array.isArray(before) ? (before as Participant[]) : [];
  });
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const [sent, setSent] = useState(0);
  const [touched, setTouched] = useState(false);
  useEffect(() => { if (touched && !correcting) void desk.keep(kept, people.length ? people : null); }, [people]);
  const change = (next: readonly Participant[]): void => {
    setTouched(true);
    setSent(0);
    setPeople(next);
  };
  const set = (id: string, part: Partial<Participant>): void => { change(people.map((one) => (one.id === id ? { ...one, ...part } : one))); };
  const send = (): void => {
    setTried(true);
    if (!people.length || people.some(({ name }) => !name.trim())) return;
    const title = record.words[0]?.title ?? item;
    const written = people.map((one) => ({ ...one, name: one.name.trim(), latin: one.latin.trim(), passport: one.visa ? one.passport.trim() : '' }));
    ask(async () => {
      const answer = await desk.nominate(record.office, { shelf: 'meeting', item, title, people: written, text, handling: 'TLP:AMBER' }, []);
      if (answer.ok && !correcting) await desk.keep(kept, null);
      return answer;
    }, () => { setSent(people.length); setTouched(false); setPeople([]); setText(''); setTried(false); done(); });
  };
  const session = state.session.value;
  const office = session.state === 'ready' && state.directory.value.state === 'ready' ? state.directory.value.value.offices.find(({ id }) => id === session.me.office.id) : undefined;
  const listed = [...people, ...named.filter((place) => isStanding(place)).map(({ person }) => person)];
  const more = (office?.officers ?? []).filter(({ id }) => listed.every(({ key }) => key !== id));
  return (
    <section class="meeting-naming" aria-labelledby="naming-title">
      <h3 id="naming-title">{t(correcting ? 'meetings.correcting' : 'meetings.nominate')}</h3>
      {sent ? <Notice tone="good" live><p>{tn('meetings.named', sent)}</p></Notice> : null}
      <form noValidate class="meeting-form" onSubmit={(event) => { event.preventDefault(); send(); }}>
        {people.map((person, n) => <Person key={person.id} n={n} person={person} tried={tried} set={(part) => { set(person.id, part); }} remove={correcting ? null : () => { change(people.filter(({ id }) => id !== person.id)); }} />)}
        {correcting || people.length >= MOST ? null : (
          <div class="actions" role="group" aria-label={t('meetings.add_person')}>
            {more.map((officer) => <Button key={officer.id} kind="quiet" icon="plus" onClick={() => { change([...people, personOf(desk.newPersonId(), officer)]); }}>{oneName(officer.name)}</Button>)}
            <Button kind={people.length ? 'quiet' : 'plain'} icon="user-round" onClick={() => { change([...people, blankPerson(desk.newPersonId())]); }}>{t('meetings.somebody_else')}</Button>
          </div>
        )}
        {people.length ? (
          <>
            <LongField label={t('meetings.field.message')} optional rows={3} value={text} onInput={setText} />
            <div class="actions"><Button kind="primary" icon="send" submit busy={busy}>{t('meetings.send')}</Button>{correcting ? <Button kind="quiet" onClick={done}>{t('documents.cancel')}</Button> : null}</div>
          </>
        ) : null}
        <PublicationFailure failure={failure} />
      </form>
    </section>
  );
}

function Person({ n, person, tried, set, remove }: { n: number; person: Participant; tried: boolean; set: (part: Partial<Participant>) => void; remove: (() => void) | null }) {
  const speak = (code: string, on: boolean): void => { set({ languages: on ? [...person.languages, code] : person.languages.filter((one) => one !== code) }); };
  return (
    <fieldset class="part meeting-person-form">
      <legend>{tn('meetings.person', n + 1)}</legend>
      <div class="meeting-pair">
        <TextField label={t('meetings.field.name')} hint={t('meetings.name_hint')} required value={person.name} error={tried && !person.name.trim() ? t('meetings.gap.name') : undefined} onInput={(name) => { set({ name: name.slice(0, 300) }); }} />
        <TextField label={t('meetings.field.latin')} hint={t('meetings.latin_hint')} optional value={person.latin} onInput={(latin) => { set({ latin: latin.slice(0, 300) }); }} />
        <TextField label={t('meetings.field.person_title')} optional value={person.title} onInput={(title) => { set({ title: title.slice(0, 300) }); }} />
        <TextField label={t('meetings.field.role')} hint={t('meetings.role_hint')} optional value={person.role} onInput={(role) => { set({ role: role.slice(0, 300) }); }} />
      </div>
      <fieldset class="meeting-languages"><legend>{t('meetings.field.languages')}</legend>{LANGUAGES.map((code) => <Checkbox key={code} label={languageName(code)} checked={person.languages.includes(code)} onChange={(on) => { speak(code, on); }} />)}</fieldset>
      <Checkbox label={t('meetings.visa_needed')} checked={person.visa} onChange={(visa) => { set({ visa }); }} />
      {person.visa ? <TextField label={t('meetings.field.passport')} hint={t('meetings.passport_hint')} optional ltr value={person.passport} onInput={(passport) => { set({ passport: passport.slice(0, 300) }); }} /> : null}
      <TextField label={t('meetings.field.notes')} hint={t('meetings.notes_hint')} optional value={person.notes} onInput={(notes) => { set({ notes: notes.slice(0, 2000) }); }} />
      {remove ? <div class="actions"><Button kind="quiet" icon="x" onClick={remove}>{t('documents.remove')}</Button></div> : null}
    </fieldset>
  );
}
