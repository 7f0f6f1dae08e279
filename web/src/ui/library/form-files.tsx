import type { PublicationsDesk, PublishedFile, Upload, UploadedFile } from '../../session/publication-model';
import { useAsk } from '../elements/ask';
import { Button, IconButton } from '../elements/button';
import { SelectField } from '../elements/choices';
import { Icon } from '../elements/icon';
import { FileName, visibleName } from '../elements/names';
import { Notice } from '../elements/notice';
import { ChooseFiles } from '../notices/hit';
import { href } from '../router';
import { t } from '../text';
import type { LibraryDraft } from './draft';
import { PublicationFailure } from './failed';
import { languageChoices } from './form';
import { sizeOf } from './sheet';

const MOST = 24;
/** What the server reads (wire.md, "/files"). */
const TAKEN = '.pdf,.docx,.pptx,.xlsx,.odt,.epub,.txt,.md,.csv,.jpg,.jpeg,.png,.webp,.mp4,.webm,.mp3';

interface Props {
  readonly desk: PublicationsDesk;
  readonly draft: LibraryDraft;
  readonly add: (file: PublishedFile) => void;
  readonly put: (files: readonly PublishedFile[]) => void;
  readonly titleOf: (item: string) => string;
}

/** Each file leaves at once and is looked into; what is refused is said beside it, and everything else stays as it is. */
export function Files({ desk, draft, add, put, titleOf }: Props) {
  const { files, words } = draft.record;
  const language = words[0]?.language ?? 'en';
  const asPublished = ({ sha256, len, type, name }: UploadedFile): PublishedFile => ({ language, name: visibleName(name).slice(0, 300), type, sha256, len });
  const take = (chosen: readonly File[]): void => {
    for (const file of chosen.slice(0, MOST - files.length)) void desk.upload(file).then((result) => { if (result.ok) add(asPublished(result.value)); });
  };
  const under = desk.uploads.value.filter(({ file }) => file === undefined || !files.some(({ sha256 }) => sha256 === file.sha256));
  const known = new Map(desk.uploads.value.flatMap(({ file }) => (file ? [[file.sha256, file.items]] : [])));
  return (
    <div class="library-files">
      {files.map((file, n) => (
        <div key={file.sha256} class="library-file-line">
          <span><Icon name="file" /> <FileName name={file.name} /> <span class="hint">{sizeOf(file.len)}</span></span>
          <SelectField label={t('documents.file_language')} value={file.language} choices={languageChoices([], file.language)} onChange={(value) => { put(files.map((one, at) => (at === n ? { ...one, language: value } : one))); }} />
          <IconButton icon="x" label={t('attachment.remove', { name: visibleName(file.name) })} onClick={() => { put(files.filter((one) => one !== file)); }} />
          <AlreadyThere items={(known.get(file.sha256) ?? []).filter((key) => key !== `library/${draft.item}`)} titleOf={titleOf} />
        </div>
      ))}
      {under.map((upload) => <UploadLine key={upload.id} desk={desk} upload={upload} add={(file) => { add(asPublished(file)); }} />)}
      {files.length < MOST ? <ChooseFiles label={t('documents.add_files')} accept={TAKEN} take={take} /> : null}
      <p class="hint">{t('documents.files_hint')}</p>
    </div>
  );
}

/** The same octets stand in the library already: most likely it is the same document. */
function AlreadyThere({ items, titleOf }: { items: readonly string[]; titleOf: Props['titleOf'] }) {
  if (!items.length) return null;
  return <Notice tone="warning" live><p>{t('documents.already_there')} {items.map((key) => key.split('/')[1] ?? '').map((item) => <a key={item} dir="auto" href={href({ screen: 'library', at: item })}>{titleOf(item)}</a>)}</p></Notice>;
}

function UploadLine({ desk, upload: { id, name, size, state, done, again, failure, file }, add }: { desk: PublicationsDesk; upload: Upload; add: (file: UploadedFile) => void }) {
  const { busy, failure: notDropped, ask } = useAsk();
  return (
    <div class="library-file-line">
      <span><Icon name={state === 'failed' ? 'triangle-alert' : 'file'} /> <FileName name={name} /> <span class="hint">{sizeOf(size)}</span></span>
      {state === 'failed' || state === 'done' ? null : <><progress max={1} value={done} aria-label={t(`documents.upload.${state}`)} /><span class="hint">{t(`documents.upload.${state}`)}</span></>}
      <PublicationFailure failure={failure ?? notDropped} />
      <span class="actions">
        {state === 'done' && file ? <Button icon="plus" onClick={() => { add(file); }}>{t('documents.use_upload')}</Button> : null}
        {again ? <Button kind="quiet" icon="refresh-cw" onClick={() => { desk.tryUploadAgain(id); }}>{t('action.retry')}</Button> : null}
        {state === 'checking' ? null : <Button kind="quiet" icon="x" busy={busy} onClick={() => { ask(() => desk.dropUpload(id)); }}>{t('documents.remove')}</Button>}
      </span>
    </div>
  );
}
