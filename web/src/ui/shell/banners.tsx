import { useDesk } from '../desk';
import { Icon } from '../elements/icon';
import { t } from '../text';

/** How the connection is, when it is not as it should be. Nothing is lost meanwhile, and it says so. */
export function ConnectionBanner() {
  const { state } = useDesk();
  const connection = state.connection.value;
  return (
    <div role="status" class={connection === 'online' ? 'visually-hidden' : `banner banner-${connection}`}>
      {connection === 'online' ? null : <><Icon name={connection === 'offline' ? 'wifi-off' : 'refresh-cw'} /><p><strong>{t(`connection.${connection}`)}</strong> {t(`connection.${connection}_text`)}</p></>}
    </div>
  );
}
