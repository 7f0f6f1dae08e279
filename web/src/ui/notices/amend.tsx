import type { NoticesDesk, NoticeView } from '../../session/notice-model';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { FailureNotice } from '../elements/notice';
import { goOn, route } from '../router';
import { t } from '../text';

/** A draft that begins as a copy of a notice and would take its place: pictures too. */
export function Amend({ desk, notice }: { desk: NoticesDesk; notice: NoticeView }) {
  const { busy, failure, ask } = useAsk();
  const { lead, country } = desk.me.value;
  const { record, state, id: amends, colour, variant, until } = notice;
  if (!lead || country !== notice.country || record.state !== 'ready' || (state !== 'valid' && state !== 'suspended')) return null;
  const here = route.value;
  const begin = (): void => {
    ask(async () => {
      const pictures = await desk.pictures(amends);
      if (!pictures.ok) return pictures;
      let made = await desk.newDraft({ colour, variant, until, amends, text: '', record: { ...record.value, pictures: [] } });
      for (const [n, { bytes, type }] of pictures.value.entries()) {
        if (made.ok) made = await desk.addPicture(made.value.id, new Blob([bytes], { type }), record.value.pictures[n]?.caption ?? '');
      }
      return made;
    }, ({ id }) => { goOn(here, { screen: 'notices', at: 'new', draft: id }); });
  };
  return (
    <div>
      <Button icon="square-pen" busy={busy} onClick={begin}>{t('notices.amend')}</Button>
      <p class="hint">{t('notices.amend_text')}</p>
      <FailureNotice failure={failure} />
    </div>
  );
}
