import '../styles/blocked.css';
import type { Block } from '../../session/model';
import { CopyButton } from '../elements/copy';
import { Icon } from '../elements/icon';
import { fullTime } from '../format';
import { Front } from '../shell/front';
import { t } from '../text';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';

/** In words an officer understands: what happened, what it means, what to do. Never a way around it. */
export function BlockExplained({ block }: { block: Block }) {
  const technical = [`code ${block.code}`, `time ${new Date(block.at).toISOString()}`, ...(block.room ? [`room ${block.room}`] : []), ...block.technical];
  return (
    <div class="block" role="alert">
      <p class="block-lead"><Icon name="shield-x" /><strong>{t(`blocked.${block.code}.title`)}</strong></p>
      <p>{t(`blocked.${block.code}.meaning`)}</p>
      <h2>{t('blocked.safe_title')}</h2>
      <p>{block.room ? t('blocked.safe_room') : t('blocked.safe_network')}</p>
      <h2>{t('blocked.do_title')}</h2>
      <ol class="todo">
        <li>{t(`blocked.${block.code}.do`)}</li>
        <li>{t('blocked.do_call')}</li>
        <li>{t('blocked.do_copy')}</li>
      </ol>
      <p class="hint">{t('blocked.since', { time: fullTime(block.at) })}</p>
      <details class="technical">
        <summary>{t('technical.title')}</summary>
        <pre dir="ltr" tabIndex={0}>{technical.join('\n')}</pre>
      </details>
      <CopyButton text={technical.join('\n')} label={t('technical.copy')} />
    </div>
  );
}

export function BlockedScreen({ block }: { block: Block }) {
  const { verbs } = useDesk();
  const { ask } = useAsk();
  return (
    <Front title={t('blocked.title')} wide>
      <BlockExplained block={block} />
      <Button icon="refresh-cw" onClick={() => { ask(() => verbs.refresh()); }}>{t('action.retry')}</Button>
      <Button kind="quiet" icon="log-out" onClick={() => { ask(() => verbs.signOut()); }}>{t('action.sign_out')}</Button>
    </Front>
  );
}
