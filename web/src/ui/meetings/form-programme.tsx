import type { MeetingRecord } from '../../session/publication-model';
import { Button } from '../elements/button';
import { TextField } from '../elements/field';
import { currentLanguage, t } from '../text';

type Point = MeetingRecord['programme'][number];

/** Points of the programme in the words of the form's language; a translation of the whole record keeps its own. */
export function Points({ record: { programme, start }, set, error }: { record: MeetingRecord; set: (part: Partial<MeetingRecord>) => void; error: string | undefined }) {
  const change = (n: number, part: Partial<Point>): void => { set({ programme: programme.map((one, at) => (at === n ? { ...one, ...part } : one)) }); };
  const add = (): void => {
    const last = programme.at(-1);
    const from = last?.end ?? `${start.slice(0, 10)}T09:00`;
    set({ programme: [...programme, { start: from, end: from, place: last?.place ?? '', speakers: [], words: [{ language: currentLanguage(), title: '', text: '' }] }] });
  };
  return (
    <>
      {error ? <p class="field-error" role="alert">{error}</p> : null}
      {programme.map((point, n) => (
        <div key={n} class="group meeting-point-form">
          <TextField label={t('meetings.field.start')} ltr value={point.start} onInput={(from) => { change(n, { start: from.trim() }); }} />
          <TextField label={t('meetings.field.end')} ltr value={point.end} onInput={(to) => { change(n, { end: to.trim() }); }} />
          <TextField label={t('meetings.field.title')} value={point.words[0]?.title ?? ''} onInput={(title) => { change(n, { words: point.words.map((one, at) => (at === 0 ? { ...one, title: title.slice(0, 300) } : one)) }); }} />
          <TextField label={t('meetings.field.speakers')} hint={t('meetings.organisers_hint')} optional value={point.speakers.join('; ')} onInput={(text) => { change(n, { speakers: text.split(';').map((one) => one.trimStart()).slice(0, 20) }); }} />
          <TextField label={t('meetings.field.place')} optional value={point.place} onInput={(place) => { change(n, { place: place.slice(0, 300) }); }} />
          <Button kind="quiet" icon="x" onClick={() => { set({ programme: programme.filter((_one, at) => at !== n) }); }}>{t('documents.remove')}</Button>
        </div>
      ))}
      {programme.length < 300 ? <Button kind="quiet" icon="plus" onClick={add}>{t('meetings.add_point')}</Button> : null}
    </>
  );
}
