import { useState } from 'preact/hooks';
import type { OfficeId } from '../../session/model';
import type { NoticesDesk, NoticeView } from '../../session/notice-model';
import { Recipients } from '../compose/recipients';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { LongField } from '../elements/choices';
import { FailureNotice, Notice } from '../elements/notice';
import { href } from '../router';
import { t } from '../text';

/** A diffusion goes to the offices that its own country chooses, sealed to them. */
export function SendForm({ desk, notice }: { desk: NoticesDesk; notice: NoticeView }) {
  const { busy, failure, ask } = useAsk();
  const [to, setTo] = useState<readonly OfficeId[]>([]);
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const [room, setRoom] = useState<string | null>(null);
  if (notice.variant !== 'diffusion' || notice.state !== 'valid' || desk.me.value.country !== notice.country || notice.record.state !== 'ready') return null;
  if (room !== null) return <Notice tone="good" live><p>{t('notices.send.sent')} <a href={href({ screen: 'thread', room })}>{t('notices.open_room')}</a></p></Notice>;
  const send = (): void => {
    setTried(true);
    if (to.length) ask(() => desk.send(notice.id, to, text), setRoom);
  };
  return (
    <form class="panel notice-form" noValidate onSubmit={(event) => { event.preventDefault(); send(); }}>
      <h2>{t('notices.send.title')}</h2>
      <p class="hint">{t('notices.send.text')}</p>
      <Recipients operational to={to} onChange={setTo} wrong={tried && !to.length ? t('gate.no_recipient') : undefined} />
      <LongField label={t('notices.send.word')} value={text} onInput={setText} rows={2} optional />
      <FailureNotice failure={failure} />
      <div class="actions"><Button kind="primary" icon="send" submit busy={busy}>{t('notices.send.do')}</Button></div>
    </form>
  );
}
