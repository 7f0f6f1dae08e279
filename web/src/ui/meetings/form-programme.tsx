import type { MeetingRecord } from '../../session/publication-model';
import { Button } from '../elements/button';
import { LongField } from '../elements/choices';
import { TextField } from '../elements/field';
import { Notice } from '../elements/notice';
import { languageName } from '../format-values';
import { currentLanguage, t, tn } from '../text';
import { isUntitled, nextPoint, type Point } from './draft';
import type { Words } from './entries';

interface Props {
  readonly record: MeetingRecord;
  readonly set: (part: Partial<MeetingRecord>) => void;
  readonly error: string | undefined;
}

const MOST = 300;

/** The programme, point by point: each begins where the one before ended. Shown by day and hour, in whatever order it was typed. */
export function Points({ record, set, error }: Props) {
  const { programme, words } = record;
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
          {languagesOf(words, point).map((language) => <WordsIn key={language} point={point} language={language} error={error} put={(words) => { change(n, { words }); }} />)}
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

/** The meeting's, and any in which the point says something already: nothing is signed that the form does not show. */
function languagesOf(words: readonly Words[], point: Point): readonly string[] {
  return [...new Set([...words, ...point.words].map(({ language }) => language))];
}

interface WordsProps {
  readonly point: Point;
  readonly language: string;
  readonly error: string | undefined;
  readonly put: (words: Point['words']) => void;
}

/** Its title, and what else there is to say of it, in one of the meeting's languages. */
function WordsIn({ point: { words }, language, error, put }: WordsProps) {
  const own = words.find((one) => one.language === language) ?? { language, title: '', text: '' };
  const original = words[0]?.language ?? language;
  const isFirst = language === original;
  const change = (part: Partial<Words>): void => { put(written(words, { ...own, ...part }, original)); };
  return (
    <div class="meeting-words" role="group" aria-label={languageName(language)}>
      <TextField label={t('documents.title_in', { language: languageName(language) })} lang={language} required={isFirst} optional={!isFirst} value={own.title} error={error && isUntitled(own, isFirst) ? t('meetings.gap.point') : undefined} onInput={(title) => { change({ title: title.slice(0, 300) }); }} />
      <LongField label={t('documents.text_in', { language: languageName(language) })} optional rows={2} value={own.text} onInput={(text) => { change({ text: text.slice(0, 100_000) }); }} />
    </div>
  );
}

/** The original stays; a translation without words is none. */
function written(words: Point['words'], own: Words, original: string): Point['words'] {
  const there = words.some(({ language }) => language === own.language);
  const next = there ? words.map((one) => (one.language === own.language ? own : one)) : [...words, own];
  return next.filter(({ language, title, text }) => language === original || title !== '' || text !== '');
}
