import type { Attachment } from '../../session/model';
import { bytes, percent } from '../format-values';
import { t } from '../text';
import { Button, IconButton } from './button';
import { Icon } from './icon';
import { FileName, visibleName } from './names';
import { failureWords } from './notice';

/** In a thread: what can be saved, after its hash held. Nothing is ever opened inside this page. */
export function ReceivedFiles({ files, save }: { files: readonly Attachment[]; save: (file: Attachment) => void }) {
  if (!files.length) return null;
  return (
    <ul class="files">
      {files.map((file) => (
        <li key={file.id} class="file">
          <FileFacts file={file} />
          {file.transfer.state === 'working' || file.transfer.state === 'paused' ? null : (
            <Button kind="quiet" icon="download" onClick={() => { save(file); }}>
              <span aria-hidden="true">{t('attachment.save')}</span>
              <span class="visually-hidden">{t('attachment.save_named', { name: visibleName(file.name) })}</span>
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

export function SendingFiles({ files, remove }: { files: readonly Attachment[]; remove: (file: Attachment) => void }) {
  if (!files.length) return null;
  return (
    <ul class="files">
      {files.map((file) => (
        <li key={file.id} class="file">
          <FileFacts file={file} />
          <IconButton icon="x" label={t('attachment.remove', { name: visibleName(file.name) })} onClick={() => { remove(file); }} />
        </li>
      ))}
    </ul>
  );
}

function FileFacts({ file }: { file: Attachment }) {
  return (
    <div class="file-facts">
      <Icon name="file" />
      <div>
        <p><FileName name={file.name} /> <span class="hint">{bytes(file.size)}</span></p>
        <TransferLine file={file} />
      </div>
    </div>
  );
}

function TransferLine({ file: { transfer, name } }: { file: Attachment }) {
  switch (transfer.state) {
    case 'ready':
      return null;
    case 'saved':
      return <p class="hint">{t('attachment.saved')}</p>;
    case 'failed':
      return <p class="field-error" role="alert">{failureWords(transfer.failure)}</p>;
    default: {
      const words = transfer.state === 'paused' ? t('attachment.paused') : t(`attachment.${transfer.what}`);
      return (
        <p class="transfer">
          <progress max={1} value={transfer.done} aria-label={`${visibleName(name)}: ${words}`} />
          <span class="hint">{words} {percent(transfer.done)}</span>
        </p>
      );
    }
  }
}
