import type { DraftView } from '../../session/model';
import { useDesk } from '../desk';
import { IconButton } from '../elements/button';
import { Icon } from '../elements/icon';
import { countryName, list } from '../format';
import { href } from '../router';
import { t } from '../text';
import { savingWords } from '../compose/saving';

export function DraftRow({ view, discard }: { view: DraftView; discard: (id: string) => void }) {
  const { state } = useDesk();
  const { draft } = view;
  const directory = state.directory.value;
  const offices = directory.state === 'ready' ? directory.value.offices.filter((office) => draft.to.includes(office.id)) : [];
  return (
    <li class="room">
      <a class="room-link" href={draft.room ? href({ screen: 'thread', room: draft.room }) : href({ screen: 'compose', draft: draft.id, kind: draft.request ? 'freeze' : 'message' })}>
        <span class="room-ring"><Icon name={draft.request ? 'snowflake' : 'file'} /></span>
        <span class="room-main">
          <span class="room-who"><bdi>{offices.length ? list(offices.map((office) => countryName(office.country))) : t('draft.no_recipient')}</bdi></span>
          <span class="room-subject" dir="auto">{draft.subject || (draft.request ? t('compose.freeze') : t('room.no_subject'))}</span>
          <span class="room-preview">{savingWords(view.saving, state.now.value)}</span>
        </span>
      </a>
      <IconButton icon="trash-2" label={t('draft.discard')} onClick={() => { discard(draft.id); }} />
    </li>
  );
}
