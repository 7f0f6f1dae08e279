import { useEffect, useState } from 'preact/hooks';
import type { Loadable, Ms } from '../../session/model';
import type { PublicationsDesk } from '../../session/publication-model';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { CopyButton } from '../elements/copy';
import { Ltr } from '../elements/names';
import { FailureNotice, Loading, Notice } from '../elements/notice';
import { fullTime } from '../format';
import { href } from '../router';
import { currentLanguage, t } from '../text';

/** An address for news readers outside the browser: made here, shown once, ended here. It reads news and nothing else. */
export function FeedScreen({ desk }: { desk: PublicationsDesk }) {
  const { busy, failure, ask } = useAsk();
  const [since, setSince] = useState<Loadable<Ms | null>>({ state: 'loading' });
  const [token, setToken] = useState('');
  const look = (): void => {
    void desk.feedSince().then((found) => { setSince(found.ok ? { state: 'ready', value: found.value } : { state: 'failed', failure: found.failure }); });
  };
  useEffect(look, [desk]);
  const address = `${window.location.origin}/api/v1/feeds/${token}/${currentLanguage()}/news.rss`;
  const make = (): void => { ask(() => desk.makeFeed(), (made) => { setToken(made); look(); }); };
  const end = (): void => { ask(() => desk.endFeed(), () => { setToken(''); look(); }); };
  const holds = since.state === 'ready' && since.value !== null;
  return (
    <section class="library-page news-feed">
      <a class="back-always" href={href({ screen: 'news' })}>{t('meetings.news_back')}</a>
      <h1 tabIndex={-1}>{t('meetings.feed')}</h1>
      <p class="lead-text">{t('meetings.feed_text')}</p>
      {since.state === 'loading' ? <Loading /> : null}
      {since.state === 'failed' ? <FailureNotice failure={since.failure} /> : null}
      {token ? (
        <Notice tone="good" title={t('meetings.feed_made')} live>
          <p class="feed-address"><Ltr mono>{address}</Ltr></p>
          <p>{t('meetings.feed_once')}</p>
          <CopyButton text={address} />
        </Notice>
      ) : null}
      {since.state === 'ready' ? <p role="status">{since.value === null ? t('meetings.feed_none') : t('meetings.feed_since', { time: fullTime(since.value) })}</p> : null}
      {since.state === 'ready' ? (
        <div class="actions">
          <Button kind={holds ? 'plain' : 'primary'} busy={busy} onClick={make}>{t(holds ? 'meetings.feed_anew' : 'meetings.feed_make')}</Button>
          {holds ? <Button kind="danger" busy={busy} onClick={end}>{t('meetings.feed_end')}</Button> : null}
        </div>
      ) : null}
      <FailureNotice failure={failure} />
      <p class="hint">{t('meetings.feed_hint')}</p>
    </section>
  );
}
