import { useState } from 'preact/hooks';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { TextField } from '../elements/field';
import { FailureNotice } from '../elements/notice';
import { t } from '../text';

/** Where the link does not name the network: the hash on paper, without which nothing goes on. */
export function NetworkStep() {
  const { verbs } = useDesk();
  const { busy, failure, ask } = useAsk();
  const [net, setNet] = useState('');
  const [tried, setTried] = useState(false);
  const wrong = !/^[0-9a-f]{64}$/i.test(net.replace(/\s/g, ''));
  const submit = (event: Event): void => {
    event.preventDefault();
    setTried(true);
    if (!wrong) ask(() => verbs.nameNetwork(net));
  };
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <p>{t('enrol.network_text')}</p>
      <TextField label={t('enrol.network')} hint={t('enrol.network_hint')} value={net} onInput={setNet} ltr mono
        error={tried && wrong ? t('enrol.network_wrong') : undefined} />
      <FailureNotice failure={failure} />
      <Button kind="primary" submit busy={busy}>{t('action.continue')}</Button>
    </form>
  );
}
