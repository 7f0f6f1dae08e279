import type { ItemView, PublicationsDesk } from '../../session/publication-model';
import { Notice } from '../elements/notice';
import { fullTime } from '../format';
import { count, t } from '../text';
import { WhyRetired } from './retiring';

interface Props {
  readonly desk: PublicationsDesk;
  readonly view: ItemView;
  /** Of the items that stand beside it. */
  readonly titleOf: (item: string) => string | undefined;
}

/** Everything that ever stood under this name, oldest first: by whom and when, and why it was taken off. */
export function History({ desk, view, titleOf }: Props) {
  if (!view.history.length) return null;
  return (
    <details class="library-history">
      <summary>{t('documents.history')}</summary>
      <ol>
        {view.history.map((version) => (
          <li key={version.hash}>
            {landedWords(version, version.document === null ? 'documents.history_retired' : 'documents.history_published')}
            <WhyRetired desk={desk} version={version} titleOf={titleOf} />
          </li>
        ))}
      </ol>
    </details>
  );
}

function landedWords({ by, at, logIndex }: ItemView['history'][number], key: 'documents.history_retired' | 'documents.history_published'): string {
  return t(key, { who: by, time: fullTime(at), position: count(logIndex) });
}

/** For who looks for what was taken off its shelf: `title` says so, then by whom, why, and what to read instead. */
export function Gone({ desk, view, titleOf, title }: Props & { title: string }) {
  const last = view.history.at(-1);
  if (last === undefined) return null;
  return (
    <Notice tone="warning" title={title}>
      <p>{landedWords(last, 'documents.history_retired')}</p>
      <WhyRetired desk={desk} version={last} titleOf={titleOf} />
    </Notice>
  );
}
