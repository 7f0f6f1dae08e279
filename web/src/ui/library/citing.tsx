import { useState } from 'preact/hooks';
import type { LibraryRecord } from '../../session/publication-model';
import { CopyButton } from '../elements/copy';
import { SelectField } from '../elements/choices';
import { t } from '../text';
import { citation, type Style, STYLES } from './citation';

/** To be copied into a request or a paper, in the form that is asked for there. */
export function Citing({ item, record }: { item: string; record: LibraryRecord }) {
  const [style, setStyle] = useState<Style>('apa');
  const text = citation(style, item, record);
  return (
    <section class="library-citing">
      <h2>{t('documents.cite')}</h2>
      <SelectField label={t('documents.cite_style')} value={style} choices={STYLES.map((value) => ({ value, label: t(`documents.style.${value}`) }))} onChange={(value) => { setStyle(value as Style); }} />
      <pre class="citation" dir="auto" tabIndex={0} aria-label={t('documents.cite')}>{text}</pre>
      <CopyButton text={text} />
    </section>
  );
}
