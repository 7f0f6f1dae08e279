import { Button } from '../elements/button';
import { TextField } from '../elements/field';
import { LongField, SelectField } from '../elements/choices';
import { languageName } from '../format-values';
import { t } from '../text';
import { blocksOf } from './body';
import { languageChoices, type PartProps } from './form';
import { BodyText } from './reader';

const MOST = 12;
const LONGEST_BODY = 200_000;

/** Title and abstract in the original, and in as many languages as somebody has them. */
export function WordsFields({ draft, set, wrong }: PartProps) {
  const { words } = draft.record;
  const used = words.map(({ language }) => language);
  const change = (n: number, part: Partial<(typeof words)[number]>): void => { set({ words: words.map((one, at) => (at === n ? { ...one, ...part } : one)) }); };
  const free = languageChoices(used, '').find(({ value }) => value && !used.includes(value))?.value;
  return (
    <>
      {words.map((one, n) => (
        <div key={n} class="group">
          <SelectField label={t(n === 0 ? 'documents.field.language' : 'documents.field.other_language')} value={one.language} choices={languageChoices(used, one.language)} onChange={(language) => { change(n, { language }); }} />
          <TextField label={n ? t('documents.title_in', { language: languageName(one.language) }) : t('library.field.title')} lang={one.language} required value={one.title} error={n === 0 ? wrong('title') : one.title.trim() ? undefined : wrong('words')} onInput={(title) => { change(n, { title }); }} />
          <LongField label={n ? t('documents.abstract_in', { language: languageName(one.language) }) : t('documents.abstract')} hint={t('documents.abstract_hint')} rows={3} optional value={one.text} onInput={(text) => { change(n, { text }); }} />
          {n ? <Button kind="quiet" icon="x" onClick={() => { set({ words: words.filter((_one, at) => at !== n) }); }}>{t('documents.remove')}</Button> : null}
        </div>
      ))}
      {free && words.length < MOST ? <Button kind="quiet" icon="plus" onClick={() => { set({ words: [...words, { language: free, title: '', text: '' }] }); }}>{t('documents.more_words')}</Button> : null}
    </>
  );
}

/** A text of the network's own, a guideline for instance: read here, and found by each word. */
export function OwnTexts({ draft, set }: PartProps) {
  const { body, words } = draft.record;
  const used = body.map(({ language }) => language);
  const free = [...words.map(({ language }) => language), ...languageChoices(used, '').map(({ value }) => value)].find((code) => code && !used.includes(code));
  const change = (n: number, part: Partial<(typeof body)[number]>): void => { set({ body: body.map((one, at) => (at === n ? { ...one, ...part } : one)) }); };
  return (
    <>
      {body.map((one, n) => (
        <div key={n} class="group">
          <SelectField label={t('documents.text_language')} value={one.language} choices={languageChoices(used, one.language)} onChange={(language) => { change(n, { language }); }} />
          <LongField label={t('documents.text_in', { language: languageName(one.language) })} hint={t('documents.text_hint')} rows={14} value={one.text} onInput={(text) => { change(n, { text: text.slice(0, LONGEST_BODY) }); }} />
          {one.text.trim() ? <details><summary>{t('documents.preview')}</summary><BodyText blocks={blocksOf(one.text)} language={one.language} /></details> : null}
          <Button kind="quiet" icon="x" onClick={() => { set({ body: body.filter((_one, at) => at !== n) }); }}>{t('documents.remove')}</Button>
        </div>
      ))}
      {free && body.length < MOST ? <Button kind="quiet" icon="plus" onClick={() => { set({ body: [...body, { language: free, text: '' }] }); }}>{t('documents.more_texts')}</Button> : null}
    </>
  );
}
