import { useState } from 'preact/hooks';
import { useDesk } from '../desk';
import { t } from '../text';
import { Button } from './button';

export function CopyButton({ text, label }: { text: string; label?: string }) {
  const { verbs } = useDesk();
  const [done, setDone] = useState<'no' | 'yes' | 'failed'>('no');
  const copy = (): void => {
    void verbs.copyText(text).then((result) => { setDone(result.ok ? 'yes' : 'failed'); });
  };
  return (
    <span class="copy">
      <Button kind="quiet" icon={done === 'yes' ? 'check' : 'copy'} onClick={copy}>{label ?? t('action.copy')}</Button>
      <span role="status" class="visually-hidden">{done === 'yes' ? t('action.copied') : done === 'failed' ? t('action.copy_failed') : ''}</span>
    </span>
  );
}
