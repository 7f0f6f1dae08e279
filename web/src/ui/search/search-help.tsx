import { t } from '../text';
import { Ltr } from '../elements/names';

const examples = [
  ['from:kenya', 'search.help.from'], ['to:me', 'search.help.to'], ['"Blue Acacia"', 'search.help.phrase'], ['-draft', 'search.help.without'],
  ['CH93 0076', 'search.help.number'], ['has:attachment', 'search.help.attachment'], ['is:unread', 'search.help.unread'],
  ['kind:freeze', 'search.help.kind'], ['after:2026-10-01', 'search.help.after'], ['before:2026-12', 'search.help.before'],
] as const;

/** What can be asked, where nothing is asked yet. */
export function SearchHelp({ put }: { put: (words: string) => void }) {
  return (
    <section class="search-help" aria-labelledby="search-help-title">
      <h2 id="search-help-title">{t('search.help.title')}</h2>
      <p>{t('search.help.text')}</p>
      <dl>
        {examples.map(([words, label]) => (
          <div key={words}>
            <dt><button type="button" class="button button-quiet" onClick={() => { put(words); }}><Ltr mono>{words}</Ltr></button></dt>
            <dd>{t(label)}</dd>
          </div>
        ))}
      </dl>
      <p class="hint">{t('search.help.private')}</p>
    </section>
  );
}
