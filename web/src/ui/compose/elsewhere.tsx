import type { FileName as NamedFile } from '../../session/model';
import { IconButton } from '../elements/button';
import { FileName, visibleName } from '../elements/names';
import { Notice } from '../elements/notice';
import { bytes } from '../format-values';
import { t } from '../text';

/** Files that the draft names and this browser has not got: chosen on another device, where they still are. */
export function ElsewhereFiles({ files, remove }: { files: readonly NamedFile[]; remove: (file: NamedFile) => void }) {
  if (!files.length) return null;
  return (
    <Notice tone="warning" title={t('draft.elsewhere_title')}>
      <ul class="plain">
        {files.map((file) => (
          <li key={file.id}>
            <FileName name={file.name} /> <span class="hint">{bytes(file.size)}</span>
            <IconButton icon="x" label={t('attachment.remove', { name: visibleName(file.name) })} onClick={() => { remove(file); }} />
          </li>
        ))}
      </ul>
      <p>{t('draft.elsewhere_text')}</p>
    </Notice>
  );
}
