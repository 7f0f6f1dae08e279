import { useId, useState } from 'preact/hooks';
import type { HitSubject, NoticesDesk, NoticeView } from '../../session/notice-model';
import { useAsk } from '../elements/ask';
import { Button, IconButton } from '../elements/button';
import { LongField, Segmented } from '../elements/choices';
import { Icon } from '../elements/icon';
import { FileName, visibleName } from '../elements/names';
import { FailureNotice, Notice } from '../elements/notice';
import { countryName } from '../format';
import { href } from '../router';
import { t } from '../text';

const SUBJECTS: readonly HitSubject[] = ['person', 'asset', 'information'];

/** To the country that asks, and to nobody else: a lead, not an act. */
export function HitForm({ desk, notice }: { desk: NoticesDesk; notice: NoticeView }) {
  const [open, setOpen] = useState(false);
  const [room, setRoom] = useState<string | null>(null);
  const alive = notice.state === 'valid' || notice.state === 'suspended';
  if (!alive || notice.record.state !== 'ready' || desk.me.value.country === notice.country) return null;
  if (room !== null) return <Notice tone="good" live><p>{t('notices.hit.sent', { country: countryName(notice.country) })} <a href={href({ screen: 'thread', room })}>{t('notices.open_room')}</a></p></Notice>;
  if (!open) return <Button icon="eye" onClick={() => { setOpen(true); }}>{t('notices.hit.do')}</Button>;
  return <Telling desk={desk} notice={notice} sent={setRoom} close={() => { setOpen(false); }} />;
}

function Telling({ desk, notice, sent, close }: { desk: NoticesDesk; notice: NoticeView; sent: (room: string) => void; close: () => void }) {
  const { busy, failure, ask } = useAsk();
  const [what, setWhat] = useState<HitSubject>('information');
  const [text, setText] = useState('');
  const [files, setFiles] = useState<readonly File[]>([]);
  const [tried, setTried] = useState(false);
  const tell = (): void => {
    setTried(true);
    if (text.trim()) ask(() => desk.hit(notice.id, what, text, files), sent);
  };
  return (
    <form class="panel notice-form" noValidate onSubmit={(event) => { event.preventDefault(); tell(); }}>
      <h2>{t('notices.hit.do')}</h2>
      <p class="hint">{t('notices.hit.text', { country: countryName(notice.country) })}</p>
      <Segmented<HitSubject> label={t('notices.hit.what')} value={what} onChange={setWhat} choices={SUBJECTS.map((value) => ({ value, label: t(`notices.hit.${value}`) }))} />
      <LongField label={t('notices.hit.found')} hint={t('notices.hit.found_hint')} required value={text} onInput={setText} error={tried && !text.trim() ? t('notices.hit.empty') : undefined} />
      {files.length ? <ul class="files">{files.map((file, n) => <li key={n} class="file"><FileName name={file.name} /><IconButton icon="x" label={t('attachment.remove', { name: visibleName(file.name) })} onClick={() => { setFiles(files.filter((one) => one !== file)); }} /></li>)}</ul> : null}
      <FailureNotice failure={failure} />
      <div class="actions">
        <Button kind="primary" icon="send" submit busy={busy}>{t('notices.hit.send', { country: countryName(notice.country) })}</Button>
        <ChooseFiles label={t('compose.attach')} take={(chosen) => { setFiles([...files, ...chosen]); }} />
        <Button kind="quiet" onClick={close}>{t('notices.cancel')}</Button>
      </div>
    </form>
  );
}

export function ChooseFiles({ label, take, accept }: { label: string; take: (files: readonly File[]) => void; accept?: string }) {
  const id = useId();
  return (
    <span class="file-picker">
      <input id={id} type="file" multiple accept={accept} class="visually-hidden" onChange={(event) => {
        take([...(event.currentTarget.files ?? [])]);
        event.currentTarget.value = '';
      }} />
      <label class="button button-plain" for={id}><Icon name="paperclip" /><span>{label}</span></label>
    </span>
  );
}
