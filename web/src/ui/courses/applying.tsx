import { useState } from 'preact/hooks';
import type { PlaceView, PublicationsDesk, StateOfPlace } from '../../session/publication-model';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { Button, LinkButton } from '../elements/button';
import { LongField } from '../elements/choices';
import { CountryBadge } from '../elements/names';
import { fullTime, oneName } from '../format';
import { PublicationFailure } from '../library/failed';
import { href } from '../router';
import { currentLanguage, t } from '../text';
import { type Entry, saidIn } from './entries';

interface Props {
  readonly desk: PublicationsDesk;
  readonly entry: Entry;
}

/** Whoever is through asks the course's office for the certificate; that office says yes or no, sealed between the two. */
export function Applying({ desk, entry, finished }: Props & { finished: boolean }) {
  const { state } = useDesk();
  const session = state.session.value;
  const { item, record: { office } } = entry;
  if (session.state !== 'ready') return null;
  if (!office) return <section class="library-tools"><h2>{t('courses.certificate')}</h2><p class="hint">{t('courses.no_office')}</p></section>;
  const { me } = session;
  const { people } = desk.places('course', item, office, null).value;
  const mine = people.filter(({ person: { key } }) => key === me.officer).at(-1);
  const asked = me.office.id === office ? people.filter(({ person: { key } }) => key !== me.officer) : [];
  return (
    <section class="library-tools" aria-labelledby="certificate-title">
      <h2 id="certificate-title">{t('courses.certificate')}</h2>
      {mine ? <Mine item={item} place={mine} /> : null}
      {mine === undefined || mine.state === 'declined' || mine.state === 'withdrawn' ? finished ? <Ask desk={desk} entry={entry} me={{ key: me.officer, own: oneName(me.name), latin: me.name.latin ?? oneName(me.name) }} /> : <p class="hint">{t('courses.pass_all_first')}</p> : null}
      {asked.length ? <><h3>{t('courses.asked')}</h3><p class="hint">{t('courses.asked_hint')}</p><ul class="library-list">{asked.map((place) => <Asked key={place.person.id} desk={desk} item={item} place={place} />)}</ul></> : null}
    </section>
  );
}

function Mine({ item, place }: { item: string; place: PlaceView }) {
  const { state, room, at, decidedAt } = place;
  if (state === 'certified') return <p class="actions"><LinkButton kind="primary" icon="graduation-cap" to={href({ screen: 'courses', at: item, arg: '_certificate', page: place.person.id })}>{t('courses.open_certificate')}</LinkButton></p>;
  return <p>{t(state === 'declined' ? 'courses.declined' : 'courses.asked_at', { time: fullTime(state === 'declined' ? (decidedAt ?? at) : at) })} <a href={href({ screen: 'thread', room })}>{t('courses.to_thread')}</a></p>;
}

function Ask({ desk, entry: { item, record }, me }: Props & { me: { readonly key: string; readonly own: string; readonly latin: string } }) {
  const { busy, failure, ask } = useAsk();
  const [text, setText] = useState('');
  const send = (): void => {
    const title = saidIn(record.words, currentLanguage()).title;
    const person = { id: desk.newPersonId(), key: me.key, name: me.own, latin: me.latin, title: '', languages: [], role: '', visa: false, passport: '', notes: '' };
    ask(() => desk.nominate(record.office, { shelf: 'course', item, title, people: [person], text: text.trim(), handling: 'TLP:AMBER' }, []), () => { setText(''); });
  };
  return (
    <form noValidate class="course-part" onSubmit={(event) => { event.preventDefault(); send(); }}>
      <p>{t('courses.ask_text')}</p>
      <LongField label={t('courses.message')} optional rows={2} value={text} onInput={setText} />
      <div class="actions"><Button kind="primary" icon="graduation-cap" submit busy={busy}>{t('courses.ask')}</Button></div>
      <PublicationFailure failure={failure} />
    </form>
  );
}

function Asked({ desk, item, place }: { desk: PublicationsDesk; item: string; place: PlaceView }) {
  const { busy, failure, ask } = useAsk();
  const { person, state, room, entry, at, office } = place;
  const put = (next: StateOfPlace): void => { ask(() => desk.place(room, entry, [{ id: person.id, state: next }], '')); };
  const isOpen = state !== 'certified' && state !== 'withdrawn';
  return (
    <li class="library-row course-asked">
      <p><CountryBadge country={office.slice(0, 2).toUpperCase()} /> <strong><bdi>{person.name}</bdi></strong>{person.latin && person.latin !== person.name ? <> (<bdi>{person.latin}</bdi>)</> : null}</p>
      <p class="chips"><span class={state === 'certified' ? 'chip chip-good' : 'chip'}>{t(state === 'certified' ? 'courses.state.certified' : state === 'declined' ? 'courses.state.declined' : state === 'withdrawn' ? 'courses.state.withdrawn' : 'courses.state.proposed')}</span><a href={href({ screen: 'thread', room })}>{t('courses.to_thread')}</a> <span class="hint">{fullTime(at)}</span></p>
      <div class="actions">
        {isOpen ? <Button kind="primary" icon="graduation-cap" busy={busy} onClick={() => { put('certified'); }}>{t('courses.certify')}</Button> : null}
        {isOpen && state !== 'declined' ? <Button kind="quiet" icon="x" busy={busy} onClick={() => { put('declined'); }}>{t('courses.decline')}</Button> : null}
        {state === 'certified' ? <LinkButton icon="graduation-cap" to={href({ screen: 'courses', at: item, arg: '_certificate', page: person.id })}>{t('courses.open_certificate')}</LinkButton> : null}
      </div>
      <PublicationFailure failure={failure} />
    </li>
  );
}
