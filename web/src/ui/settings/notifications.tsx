import words from 'virtual:reference/mail';
import { useRef, useState } from 'preact/hooks';
import type { Language, Notifications as Wish } from '../../session/model';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { TextField } from '../elements/field';
import { SelectField, Segmented } from '../elements/choices';
import { Ltr } from '../elements/names';
import { FailureNotice, Notice } from '../elements/notice';
import { currentLanguage, languageNames, t } from '../text';
import { isMailAddress } from './mail-address';

const reminders: readonly Wish['remind'][] = ['away', 'always', 'never'];

/** Where, when and in which language the server writes that something is new; and that it says no more than that. */
export function Notifications({ wish }: { wish: Wish }) {
  return (
    <section class="panel notify">
      <h2>{t('notify.title')}</h2>
      <p class="hint">{t('notify.text')}</p>
      <p>{wish.email ? <>{t('notify.goes_to')} <Ltr>{wish.email}</Ltr></> : t('notify.nothing')}</p>
      <h3>{t('notify.clocks')}</h3>
      <p>{t('notify.clocks_text')}</p>
      <WishForm wish={wish} />
    </section>
  );
}

function WishForm({ wish }: { wish: Wish }) {
  const { verbs } = useDesk();
  const { busy, failure, ask } = useAsk();
  const [email, setEmail] = useState(wish.email);
  const [remind, setRemind] = useState(wish.remind);
  const [language, setLanguage] = useState<Language>(wish.email ? wish.language : currentLanguage());
  const [tried, setTried] = useState(false);
  const [said, setSaid] = useState('');
  const form = useRef<HTMLFormElement>(null);
  const address = email.trim();
  const wrong = isMailAddress(address) ? undefined : t(address ? 'notify.wrong' : wish.email ? 'notify.empty_stop' : 'notify.empty');
  const put = (asked: string, then: string): void => {
    setSaid('');
    ask(() => verbs.notify({ email: asked, remind, language }), () => { setSaid(then); });
  };
  const submit = (): void => {
    setTried(true);
    if (wrong) form.current?.querySelector('input')?.focus();
    else put(address, t('notify.saved', { address }));
  };
  return (
    <form class="notify-form" ref={form} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <TextField label={t('notify.address')} hint={t('notify.address_hint')} value={email} ltr autoComplete="email" inputMode="email"
        error={tried ? wrong : undefined} onInput={(value) => { setEmail(value); setSaid(''); }} />
      <Segmented<Wish['remind']> label={t('notify.remind')} value={remind} onChange={(value) => { setRemind(value); setSaid(''); }}
        choices={reminders.map((value) => ({ value, label: t(`notify.${value}`), hint: t(`notify.${value}_hint`) }))} />
      <SelectField label={t('notify.language')} value={language} onChange={(value) => { setLanguage(value as Language); setSaid(''); }}
        choices={(Object.keys(languageNames) as Language[]).map((value) => ({ value, label: languageNames[value] }))} />
      <Sample language={language} />
      <FailureNotice failure={failure} />
      {said ? <Notice tone="good" live><p>{said}</p></Notice> : null}
      <p class="actions">
        <Button kind="primary" submit busy={busy}>{t('notify.save')}</Button>
        {wish.email ? <Button kind="quiet" busy={busy} onClick={() => { setTried(false); put('', t('notify.stopped')); }}>{t('notify.stop')}</Button> : null}
      </p>
    </form>
  );
}

/** The whole mail, from the file that the server sends it from. */
function Sample({ language }: { language: Language }) {
  const { subject, text } = words[language];
  return (
    <figure class="mail-sample">
      <figcaption class="hint">{t('notify.sample')}</figcaption>
      <blockquote lang={language} dir={language === 'ar' ? 'rtl' : 'ltr'}>
        <p><strong>{subject}</strong></p>
        <p>{text}</p>
        <p><Ltr>{`${window.location.origin}/`}</Ltr></p>
      </blockquote>
    </figure>
  );
}
