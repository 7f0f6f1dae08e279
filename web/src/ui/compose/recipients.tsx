import { useId, useState } from 'preact/hooks';
import type { Office, OfficeId } from '../../session/model';
import { useDesk } from '../desk';
import { IconButton } from '../elements/button';
import { directionOf } from '../elements/field';
import { LocalTime } from '../elements/moment';
import { OfficeName } from '../elements/names';
import { DutyLine } from '../elements/chips';
import { VerifiedChip } from '../elements/verified';
import { findOffices } from '../fold';
import { countryName, oneName } from '../format';
import { languageList } from '../format-values';
import { mayAsk, mayWrite } from './addressing';
import { t, tn } from '../text';

const SHOWN = 8;

interface RecipientsProps {
  readonly to: readonly OfficeId[];
  readonly onChange: (to: readonly OfficeId[]) => void;
  readonly wrong?: string | undefined;
  /** A request or a notice: for contact points alone. */
  readonly operational?: boolean;
}

/** "To": type a country or a name in any script; the arrow keys choose, Enter takes. */
export function Recipients({ to, onChange, wrong, operational = false }: RecipientsProps) {
  const { state } = useDesk();
  const directory = state.directory.value;
  const offices = directory.state === 'ready' ? directory.value.offices : [];
  const session = state.session.value;
  const own = session.state === 'ready' ? session.me.office.id : '';
  const chosen = to.flatMap((id) => offices.find((office) => office.id === id) ?? []);
  const may = operational ? mayAsk : mayWrite;
  const add = (office: Office): void => { onChange([...to, office.id]); };
  return (
    <div class="recipients">
      {chosen.length ? (
        <ul class="recipient-list" aria-label={t('compose.to')}>
          {chosen.map((office) => <RecipientCard key={office.id} office={office} remove={() => { onChange(to.filter((id) => id !== office.id)); }} />)}
        </ul>
      ) : null}
      <OfficePicker label={chosen.length ? t('compose.to_another') : t('compose.to')} wrong={wrong}
        offices={offices.filter((office) => office.id !== own && !to.includes(office.id) && may(session, office.country))} take={add} />
    </div>
  );
}

function RecipientCard({ office, remove }: { office: Office; remove: () => void }) {
  const { state } = useDesk();
  const now = state.now.value;
  return (
    <li class="recipient">
      <div>
        <p><OfficeName office={office} /></p>
        <p class="recipient-facts">
          <VerifiedChip verification={office.verification} />
          <DutyLine duty={office.duty} now={now} timeZone={office.timeZone} />
          <LocalTime now={now} timeZone={office.timeZone} />
          {office.languages.length ? <span class="hint">{t('office.reads', { languages: languageList(office.languages) })}</span> : null}
        </p>
        {office.unreachable ? <p class="field-error">{t(`unreachable.${office.unreachable}`)}</p> : null}
      </div>
      <IconButton icon="x" label={t('compose.remove', { office: countryName(office.country) })} onClick={remove} />
    </li>
  );
}

function OfficePicker({ label, offices, take, wrong }: { label: string; offices: readonly Office[]; take: (office: Office) => void; wrong: string | undefined }) {
  const { state } = useDesk();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const found = typed.trim() ? findOffices(offices, typed).slice(0, SHOWN) : [];
  const choose = (office: Office | undefined): void => {
    if (!office) return;
    take(office);
    setTyped('');
    setAt(0);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setAt((n) => Math.min(found.length - 1, n + 1));
    else if (event.key === 'ArrowUp') setAt((n) => Math.max(0, n - 1));
    else if (event.key === 'Enter' && found.length) choose(found[at]);
    else if (event.key === 'Escape' && typed) setTyped('');
    else return;
    event.preventDefault();
  };
  return (
    <div class={wrong ? 'field field-wrong' : 'field'}>
      <label for={id}>{label}</label>
      <p class="hint" id={`${id}-hint`}>{t('compose.to_hint')}</p>
      <input id={id} data-goal="no_recipient not_asked unreachable" type="text" role="combobox" dir={directionOf(typed)} autoComplete="off" value={typed} aria-expanded={found.length > 0} aria-controls={`${id}-list`}
        aria-autocomplete="list" aria-activedescendant={found.length ? `${id}-${at}` : undefined} aria-invalid={wrong ? 'true' : undefined}
        aria-describedby={wrong ? `${id}-hint ${id}-error` : `${id}-hint`}
        onInput={(event) => { setTyped(event.currentTarget.value); setAt(0); }} onKeyDown={press} />
      <ul class="options" id={`${id}-list`} role="listbox" aria-label={label} hidden={!found.length}>
        {found.map((office, index) => (
          <li key={office.id} id={`${id}-${index}`} role="option" aria-selected={index === at} class="option" onClick={() => { choose(office); }}>
            <OfficeName office={office} />
            <span class="hint"><bdi>{oneName({ own: office.agency })}</bdi></span>
            <span class="recipient-facts"><DutyLine duty={office.duty} now={state.now.value} timeZone={office.timeZone} /><LocalTime now={state.now.value} timeZone={office.timeZone} /></span>
          </li>
        ))}
      </ul>
      <p role="status" class={typed.trim() && !found.length ? 'hint' : 'visually-hidden'}>{typed.trim() ? (found.length ? tn('directory.found', found.length) : t('directory.none')) : ''}</p>
      {wrong ? <p class="field-error" id={`${id}-error`}>{wrong}</p> : null}
    </div>
  );
}
