import { encode } from 'uqr';
import { useMemo, useState } from 'preact/hooks';
import type { Kit } from '../../session/model';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { Checkbox } from '../elements/choices';
import { FailureNotice, Notice } from '../elements/notice';
import { count, t } from '../text';

/** The page that gets printed. It is on screen once; the server never sees it. */
export function KitStep({ kit, name }: { kit: Kit; name: string }) {
  const { verbs } = useDesk();
  const { busy, failure, ask } = useAsk();
  const [kept, setKept] = useState(false);
  return (
    <div class="stack">
      <p>{t('kit.text')}</p>
      <section class="kit" aria-labelledby="kit-title">
        <div>
          <h2 id="kit-title">{t('kit.title')}</h2>
          <p><bdi>{name}</bdi></p>
          <ol class="kit-groups" dir="ltr">
            {kit.groups.map((group, index) => (
              <li key={index}><span class="kit-number">{count(index + 1)}</span><code>{group}</code></li>
            ))}
          </ol>
          <p class="hint">{t('kit.keep')}</p>
        </div>
        <QrCode text={kit.qrText} label={t('kit.qr')} />
      </section>
      <Notice tone="warning"><p>{t('kit.warning')}</p></Notice>
      <Button icon="printer" onClick={() => { window.print(); }}>{t('action.print')}</Button>
      <Checkbox label={t('kit.kept')} checked={kept} onChange={setKept} />
      <FailureNotice failure={failure} />
      <Button kind="primary" busy={busy} disabled={!kept} onClick={() => { ask(() => verbs.kitIsWrittenDown()); }}>{t('action.continue')}</Button>
    </div>
  );
}

/** Dark on light in both themes, with a quiet zone of four modules, so that cameras read it. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const code = useMemo(() => encode(text, { ecc: 'M', border: 4 }), [text]);
  const dark = code.data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg class="qr" role="img" aria-label={label} viewBox={`0 0 ${code.size} ${code.size}`} shape-rendering="crispEdges">
      <path d={dark.join('')} />
    </svg>
  );
}
