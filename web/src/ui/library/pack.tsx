import { useState } from 'preact/hooks';
import type { PublicationsDesk } from '../../session/publication-model';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { Checkbox } from '../elements/choices';
import { t } from '../text';
import type { Entry } from './entries';
import { PublicationFailure } from './failed';
import { sizeOf } from './sheet';

/** For slow lines: fetched once, kept sealed in this browser. How much it is, is told before. */
export function Pack({ desk, entries }: { desk: PublicationsDesk; entries: readonly Entry[] }) {
  const { busy, failure, ask } = useAsk();
  const [files, setFiles] = useState(true);
  const [done, setDone] = useState(0);
  const [kept, setKept] = useState(false);
  const own = entries.filter(({ published }) => published !== null);
  const size = own.flatMap(({ record }) => record.files).reduce((sum, { len }) => sum + len, 0);
  if (!own.length) return <p class="hint">{t('documents.pack_nothing')}</p>;
  const pack = (): void => {
    setKept(false);
    setDone(0);
    ask(() => desk.pack(own.map(({ item }) => `library/${item}` as const), files && size > 0, setDone), () => { setKept(true); });
  };
  return (
    <div class="library-pack">
      {size > 0 ? <Checkbox label={t('documents.pack_files', { size: sizeOf(size) })} checked={files} onChange={setFiles} /> : null}
      <div class="actions">
        <Button icon="download" busy={busy} onClick={pack}>{t('documents.pack')}</Button>
        {busy ? <progress max={1} value={done} aria-label={t('documents.pack')} /> : null}
        <span role="status" class="hint">{kept ? t('documents.packed') : ''}</span>
      </div>
      <PublicationFailure failure={failure} />
    </div>
  );
}
