/** Reference data of the build (web/reference.ts), loaded when a screen first needs it. */
import { useEffect, useState } from 'preact/hooks';
import type { Offence } from 'virtual:reference/types';
import type { Language } from '../../session/model';
import { currentLanguage } from '../text';

const offenceLoaders: Record<Language, () => Promise<{ default: readonly Offence[] }>> = {
  en: () => import('virtual:reference/offences/en'),
  fr: () => import('virtual:reference/offences/fr'),
  es: () => import('virtual:reference/offences/es'),
  ar: () => import('virtual:reference/offences/ar'),
};

export function useOffences(): readonly Offence[] {
  const language = currentLanguage();
  const [found, setFound] = useState<readonly Offence[]>([]);
  useEffect(() => {
    let wanted = true;
    offenceLoaders[language]().then(({ default: codes }) => { if (wanted) setFound(codes); }, () => undefined); // codes stand in for labels
    return () => { wanted = false; };
  }, [language]);
  return found;
}
