import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { PlaceView, PublicationsDesk } from '../../session/publication-model';
import { useDesk } from '../desk';
import { Button, LinkButton } from '../elements/button';
import { TextField } from '../elements/field';
import { Ltr } from '../elements/names';
import { Loading, Notice } from '../elements/notice';
import { countryName, fullTime, latinName } from '../format';
import { longDate } from '../format-values';
import { href } from '../router';
import { count, currentLanguage, isolate, t } from '../text';
import { type Entry, titleIn } from './entries';
import type { MeetingsProps } from './meetings';
import { spanWords } from './span';

type Props = MeetingsProps & { readonly desk: PublicationsDesk; readonly item: string; readonly person: string };

/** A letter of invitation for the consulate, of somebody who has a place: made here, printed, signed by hand; nothing of it leaves. */
export function LetterScreen({ desk, entries, reading, item, person }: Props) {
  const entry = entries.find((one) => one.item === item);
  if (entry === undefined && reading) return <Loading />;
  const { record } = entry ?? {};
  const place = record ? desk.places('meeting', item, record.office, record.capacity).value.people.find((one) => one.person.id === person) : undefined;
  const back = href({ screen: 'meetings', at: item });
  if (!entry?.published || !place) return <div class="stack"><p>{t('error.not_found')}</p><LinkButton to={back}>{t('meetings.letter_back')}</LinkButton></div>;
  return (
    <article class="visa-letter">
      <a class="back-always" href={back}>{t('meetings.letter_back')}</a>
      {place.state === 'confirmed' && entry.record.state !== 'cancelled' ? <Letter entry={entry} place={place} /> : <><h1 tabIndex={-1}>{t('meetings.letter')}</h1><Notice tone="warning"><p>{t('meetings.letter_none', { state: t(`meetings.place.${place.state}`) })}</p></Notice></>}
    </article>
  );
}

function Letter({ entry, place: { person, office } }: { entry: Entry; place: PlaceView }) {
  const { state } = useDesk();
  const [costs, setCosts] = useState('');
  const { record, published } = entry;
  const { title, language } = titleIn(record.words, currentLanguage());
  const organiser = useOfficeWords(record.office);
  const sender = useOfficeWords(office);
  const days = spanWords(record.start, record.end);
  const place = [record.host, record.city, record.country ? countryName(record.country) : ''].filter(Boolean).map(isolate).join(' · ');
  return (
    <>
      <div class="letter-tools">
        <p class="hint">{t('meetings.letter_text')}</p>
        <TextField label={t('meetings.letter_costs')} hint={t('meetings.letter_costs_hint')} optional value={costs} onInput={(text) => { setCosts(text.slice(0, 300)); }} />
        <div class="actions"><Button kind="primary" icon="printer" onClick={() => { window.print(); }}>{t('action.print')}</Button></div>
      </div>
      <section class="letter-paper" aria-labelledby="letter-title">
        <p class="letter-from"><strong>{organiser}</strong></p>
        <p class="letter-day">{longDate(state.now.value)}</p>
        <p>{t('meetings.letter_to')}</p>
        <h1 id="letter-title" tabIndex={-1}>{t('meetings.letter')}</h1>
        <p>{t('meetings.letter_body', { organiser, sender })}</p>
        <dl class="letter-facts">
          <Line name={t('meetings.field.name')}><bdi>{person.name}</bdi></Line>
          {person.latin && person.latin !== person.name ? <Line name={t('meetings.field.latin')}><bdi>{person.latin}</bdi></Line> : null}
          {person.title ? <Line name={t('meetings.field.person_title')}><bdi>{person.title}</bdi></Line> : null}
          <Line name={t('meetings.letter_sender')}>{sender}</Line>
          <Line name={t('meetings.field.passport')}>{person.passport ? <Ltr>{person.passport}</Ltr> : <Blank />}</Line>
          <Line name={t('meetings.letter_meeting')}><bdi lang={language}>{title}</bdi></Line>
          <Line name={t('meetings.when')}>{days}</Line>
          <Line name={t('meetings.where')}>{place || <Blank />}</Line>
          <Line name={t('meetings.letter_costs')}>{costs ? <bdi>{costs}</bdi> : <Blank />}</Line>
        </dl>
        <p>{t('meetings.letter_ask')}</p>
        <div class="letter-sign"><p>{t('meetings.letter_signature')}</p><p>{t('meetings.letter_stamp')}</p></div>
        {published ? <p class="letter-proof">{t('meetings.letter_proof', { who: published.by, time: fullTime(published.at), position: count(published.index) })} <Ltr mono>{published.hash}</Ltr></p> : null}
      </section>
    </>
  );
}

function Line({ name, children }: { name: string; children: ComponentChildren }) {
  return <div><dt>{name}</dt><dd>{children}</dd></div>;
}

/** To be filled in by hand. */
function Blank() {
  return <span class="letter-blank" aria-label={t('meetings.letter_blank')} role="img" />;
}

/** "Asset recovery contact point – Kenya", as the directory has it, in the direction of the letter. */
function useOfficeWords(id: string): string {
  const { state } = useDesk();
  const directory = state.directory.value;
  const office = directory.state === 'ready' ? directory.value.offices.find((one) => one.id === id) : undefined;
  return office ? `${isolate(latinName(office.name))} – ${countryName(office.country)}` : id;
}
