import type { Language, Theme } from '../../session/model';
import { useDesk } from '../desk';
import { Icon, type IconName } from '../elements/icon';
import { languageNames, t } from '../text';

const languages = Object.keys(languageNames) as Language[];

export function LanguagePicker() {
  const { state, verbs } = useDesk();
  return (
    <label class="picker">
      <Icon name="globe" />
      <span class="visually-hidden">{t('settings.language')}</span>
      <select value={state.preferences.value.language} onChange={(event) => void verbs.prefer({ language: event.currentTarget.value as Language })}>
        {languages.map((code) => <option key={code} value={code} lang={code}>{languageNames[code]}</option>)}
      </select>
    </label>
  );
}

const themes: readonly { theme: Theme; icon: IconName }[] = [
  { theme: 'system', icon: 'monitor' }, { theme: 'light', icon: 'sun' }, { theme: 'dark', icon: 'moon' },
];

/** One press goes round: as the system, light, dark. */
export function ThemePicker() {
  const { state, verbs } = useDesk();
  const at = themes.findIndex(({ theme }) => theme === state.preferences.value.theme);
  const { theme, icon } = themes[at] ?? { theme: 'system', icon: 'monitor' };
  const next = themes[(at + 1) % themes.length]?.theme ?? 'system';
  const label = t('settings.theme_now', { theme: t(`theme.${theme}`) });
  return (
    <button type="button" class="button button-icon" aria-label={label} title={label} onClick={() => void verbs.prefer({ theme: next })}>
      <Icon name={icon} />
    </button>
  );
}
