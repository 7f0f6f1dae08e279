import type { MeetingRecord } from '../../session/publication-model';
import { Button } from '../elements/button';
import { TextField } from '../elements/field';
import { Notice } from '../elements/notice';
import { languageName } from '../format-values';
import { currentLanguage, t, tn } from '../text';
import { nextPoint, type Point } from './draft';

interface Props {
  readonly record: MeetingRecord;
  readonly set: (part: Partial<MeetingRecord>) => void;
  readonly error: string | undefined;
}

const MOST = 300;

/** The programme, point by point: each begins where the one before ended. Shown by day and hour, in whatever order it was typed. */
export function Points({ record, set, error }: Props) {
  const { programme, words } = record;
  const languages = words.map(({ language }) => language);
  const change = (n: number, part: Partial<Point>): void => { set({ programme: programme.map((one, at) => (at === n ? { ...one, ...part } : one)) }); };
  return (
    <>
      {error ? <Notice tone="error" live><p>{error}</p></Notice> : null}
      {programme.map((point, n) => (
        <fieldset key={n} class="part meeting-point-form">
          <legend>{tn('meetings.point', n + 1)}</legend>
          <div class="meeting-pair">
            <TextField label={t('meetings.field.start')} type="datetime-local" ltr value={point.start} onInput={(start) => { change(n, { start, ...(point.end < start ? { end: start } : {}) }); }} />
            <TextField label={t('meetings.field.end')} type="datetime-local" ltr value={point.end} onInput={(end) => { change(n, { end }); }} />
          </div>
          {languages.map((language) => (
            <TextField key={language} label={t('documents.title_in', { language: languageName(language) })} lang={language} required={language === languages[0]} optional={language !== languages[0]} value={point.words.find((one) => one.language === language)?.title ?? ''}
              onInput={(title) => { change(n, { words: titled(point.words, language, title.slice(0, 300), languages[0] ?? currentLanguage()) }); }} />
          ))}
          <div class="meeting-pair">
            <TextField label={t('meetings.field.speakers')} hint={t('meetings.organisers_hint')} optional value={point.speakers.join('; ')} onInput={(text) => { change(n, { speakers: text.split(';').map((one) => one.trimStart()).slice(0, 20) }); }} />
            <TextField label={t('meetings.field.place')} optional value={point.place} onInput={(place) => { change(n, { place: place.slice(0, 300) }); }} />
          </div>
          <div class="actions"><Button kind="quiet" icon="x" onClick={() => { set({ programme: programme.filter((_one, at) => at !== n) }); }}>{t('documents.remove')}</Button></div>
        </fieldset>
      ))}
      {programme.length < MOST ? <div class="actions"><Button kind="quiet" icon="plus" onClick={() => { set({ programme: [...programme, nextPoint(record, currentLanguage())] }); }}>{t('meetings.add_point')}</Button></div> : null}
    </>
  );
}

/** The original stays; a translation without words is none. */
function titled(words: Point['words'], language: string, title: string, original: string): Point['words'] {
  const there = words.some((one) => one.language === language);
  const next = there ? words.map((one) => (one.language === language ? { ...one, title } : one)) : [...words, { language, title, text: '' }];
  return next.filter((one) => one.language === original || one.title !== '' || one.text !== '');
}
