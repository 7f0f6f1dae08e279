import { Button } from '../elements/button';
import { LongField } from '../elements/choices';
import { TextField } from '../elements/field';
import { languageName } from '../format-values';
import { t } from '../text';
import type { Words } from './entries';

export const LANGUAGES = ['en', 'fr', 'es', 'ar'] as const;

interface Props {
  readonly words: readonly Words[];
  readonly put: (words: Words[]) => void;
  /** Titles that are missing are said. */
  readonly error: string | undefined;
  readonly rows: number;
}

/** Title and text in the original, and in as many of the four languages as somebody has them. */
export function WordsFields({ words, put, error, rows }: Props) {
  const change = (n: number, part: Partial<Words>): void => { put(words.map((one, at) => (at === n ? { ...one, ...part } : one))); };
  const free = LANGUAGES.filter((code) => words.every(({ language }) => language !== code));
  return (
    <>
      {words.map((one, n) => (
        <div key={one.language} class="meeting-words" role="group" aria-label={languageName(one.language)}>
          <TextField label={t('documents.title_in', { language: languageName(one.language) })} lang={one.language} required value={one.title} error={one.title.trim() ? undefined : error} onInput={(title) => { change(n, { title: title.slice(0, 300) }); }} />
          <LongField label={t('documents.text_in', { language: languageName(one.language) })} optional rows={rows} value={one.text} onInput={(text) => { change(n, { text }); }} />
          {n ? <div class="actions"><Button kind="quiet" icon="x" onClick={() => { put(words.filter((_one, at) => at !== n)); }}>{t('meetings.fewer_words', { language: languageName(one.language) })}</Button></div> : null}
        </div>
      ))}
      {free.length ? <div class="actions" role="group" aria-label={t('documents.more_words')}>{free.map((code) => <Button key={code} kind="quiet" icon="plus" onClick={() => { put([...words, { language: code, title: '', text: '' }]); }}>{t('meetings.more_words', { language: languageName(code) })}</Button>)}</div> : null}
    </>
  );
}
