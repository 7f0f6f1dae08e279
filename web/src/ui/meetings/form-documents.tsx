import { useState } from 'preact/hooks';
import type { PublicationsDesk } from '../../session/publication-model';
import { Button } from '../elements/button';
import { TextField } from '../elements/field';
import { fold, matches } from '../fold';
import { t } from '../text';
import { useTitles } from './use-titles';

const OFFERED = 6;

/** Entries of the library that belong to the meeting, found by their titles. */
export function DocumentsField({ desk, items, put }: { desk: PublicationsDesk; items: readonly string[]; put: (items: string[]) => void }) {
  const [text, setText] = useState('');
  const titles = useTitles(desk);
  const wanted = fold(text);
  const found = wanted && titles ? [...titles.values()].filter(({ item, title }) => !items.includes(item) && matches(fold(`${title} ${item}`), wanted)).slice(0, OFFERED) : [];
  return (
    <div class="meeting-documents">
      <TextField label={t('meetings.field.documents')} hint={t('meetings.documents_hint')} optional type="search" value={text} onInput={setText} />
      {found.length ? <ul class="plain">{found.map(({ item, title, type }) => <li key={item}><Button kind="quiet" icon="plus" onClick={() => { put([...items, item].slice(0, 200)); setText(''); }}>{title} <small>{type}</small></Button></li>)}</ul> : null}
      {wanted && titles && !found.length ? <p class="hint" role="status">{t('meetings.documents_none')}</p> : null}
      {items.length ? <ul class="plain meeting-chosen">{items.map((item) => <li key={item}><span dir="auto">{titles?.get(item)?.title ?? item}</span> <Button kind="quiet" icon="x" onClick={() => { put(items.filter((one) => one !== item)); }}>{t('documents.remove')}</Button></li>)}</ul> : null}
    </div>
  );
}
