import { useId } from 'preact/hooks';
import type { DraftId } from '../../session/model';
import { useDesk } from '../desk';
import { Icon } from '../elements/icon';
import { t } from '../text';

/** Any file, any size; they are sealed and go up while the rest is still being written. */
export function FilePicker({ draft }: { draft: DraftId }) {
  const { verbs } = useDesk();
  const id = useId();
  return (
    <span class="file-picker">
      <input id={id} type="file" multiple class="visually-hidden" onChange={(event) => {
        for (const file of event.currentTarget.files ?? []) void verbs.attach(draft, file);
        event.currentTarget.value = '';
      }} />
      <label class="button button-plain" for={id}><Icon name="paperclip" /><span>{t('compose.attach')}</span></label>
    </span>
  );
}

/** Files dropped anywhere on a form are attached to it. */
export function fileDrop(take: (file: File) => void) {
  return {
    onDragOver: (event: DragEvent): void => { if (event.dataTransfer?.types.includes('Files')) event.preventDefault(); },
    onDrop: (event: DragEvent): void => {
      const files = event.dataTransfer?.files;
      if (!files?.length) return;
      event.preventDefault();
      for (const file of files) take(file);
    },
  };
}
