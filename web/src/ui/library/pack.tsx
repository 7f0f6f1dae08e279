import { useState } from 'preact/hooks';
import type { PublicationsDesk } from '../../session/publication-model';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { Checkbox } from '../elements/choices';
import { currentLanguage, t } from '../text';
import { carried } from './carried';
import type { Entry } from './entries';
import { PublicationFailure } from './failed';
import { sizeOf } from './sheet';

interface Props {
  readonly desk: PublicationsDesk;
  readonly entries: readonly Entry[];
  /** What the ZIP is called. */
  readonly title: string;
}

/** For slow lines: fetched once, kept sealed in this browser or taken along as a ZIP. How much it is, is told before. */
export function Pack({ desk, entries, title }: Props) {
  const { busy, failure, ask } = useAsk();
  const [files, setFiles] = useState(true);
  const [done, setDone] = useState(0);
  const [told, setTold] = useState<'' | 'documents.packed' | 'documents.carried'>('');
  const own = entries.filter(({ published }) => published !== null);
  const size = [...new Map(own.flatMap(({ record }) => record.files).map(({ sha256, len }) => [sha256, len])).values()].reduce((sum, len) => sum + len, 0);
  const start = (): void => {
    setTold('');
    setDone(0);
  };
  const pack = (): void => {
    start();
    ask(() => desk.pack(own.map(({ item }) => `library/${item}` as const), files && size > 0, setDone), () => { setTold('documents.packed'); });
  };
  const carry = (): void => {
    start();
    const taken = carried(title, entries, files, currentLanguage());
    ask(() => desk.carry(`${title.slice(0, 60)}.zip`, taken.texts, taken.files, setDone), () => { setTold('documents.carried'); });
  };
  return (
    <div class="library-pack">
      {size > 0 ? <Checkbox label={t('documents.pack_files', { size: sizeOf(size) })} checked={files} onChange={setFiles} /> : null}
      <div class="actions">
        {own.length ? <Button icon="download" busy={busy} onClick={pack}>{t('documents.pack')}</Button> : null}
        {entries.length ? <Button kind="quiet" icon="paperclip" busy={busy} onClick={carry}>{t('documents.carry')}</Button> : null}
        {busy ? <progress max={1} value={done} aria-label={t('documents.pack')} /> : null}
        <span role="status" class="hint">{told ? t(told) : ''}</span>
      </div>
      <p class="hint">{own.length ? '' : `${t('documents.pack_nothing')} `}{t('documents.carry_text')}</p>
      <PublicationFailure failure={failure} />
    </div>
  );
}
