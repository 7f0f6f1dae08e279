/** Reference data of the build (web/reference.ts), loaded when a screen first needs it. */
import { useEffect, useState } from 'preact/hooks';
import type { Framework, Offence } from 'virtual:reference/types';
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

export type FoundFramework = { state: 'none' | 'loading' | 'failed' } | { state: 'ready'; framework: Framework };

/** What a country's own law lets it do, as drafted from public sources; `none` where there is no record. */
export function useFramework(country: string | undefined): FoundFramework {
  const [found, setFound] = useState<FoundFramework>({ state: 'none' });
  useEffect(() => {
    let wanted = true;
    const put = (next: FoundFramework): void => { if (wanted) setFound(next); };
    if (!country) put({ state: 'none' });
    else {
      put({ state: 'loading' });
      import('virtual:reference/frameworks').then(({ default: loaders }) => {
        const load = loaders[country];
        if (!load) { put({ state: 'none' }); return; }
        return load().then(({ default: framework }) => { put({ state: 'ready', framework }); });
      }).catch(() => { put({ state: 'failed' }); });
    }
    return () => { wanted = false; };
  }, [country]);
  return found;
}
