import '../styles/compose.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Draft, DraftView, Office, RequestForm } from '../../session/model';
import { useDesk } from '../desk';
import { SendingFiles } from '../elements/attachments';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { TextField } from '../elements/field';
import { LongField } from '../elements/choices';
import { FailureNotice, Loading, Notice } from '../elements/notice';
import { countryName, latinName } from '../format';
import { goOn, href, replaceWith, type Route } from '../router';
import { lazy } from '../shell/lazy';
import { useKeys } from '../shell/shortcuts';
import { currentLanguage, t } from '../text';
import { discarded } from './discarded';
import { ElsewhereFiles } from './elsewhere';
import { fileDrop, FilePicker } from './files';
import { useStandings } from '../frameworks/use-frameworks';
import { FrameworkPanel } from './framework-panel';
import { FreezeForm } from './freeze-form';
import { blankRequest, examine, type GateCode } from './gate';
import { GateList } from './gate-list';
import { DEFAULT_HANDLING, HandlingField } from './handling';
import { reaches } from '../shell/reach';
import { Recipients } from './recipients';
import { savingWords } from './saving';
import { useDraft } from './use-draft';

const CountryTerms = lazy(() => import('../library/country-terms').then((part) => part.CountryTerms), ['inside', 'rest', 'library']);

type ComposeRoute = Extract<Route, { screen: 'compose' }>;

export function ComposeScreen({ route }: { route: ComposeRoute }) {
  const { state, verbs } = useDesk();
  const { failure, ask } = useAsk();
  const view = state.drafts.value.find(({ draft }) => draft.id === route.draft);
  useEffect(() => {
    if (route.draft) return;
    const start = { to: route.to ? [route.to] : [], handling: DEFAULT_HANDLING, request: route.kind === 'freeze' ? newRequest() : null };
    ask(() => verbs.newDraft(start), ({ draft }) => { replaceWith(route, { ...route, draft: draft.id }); });
  }, [route.draft]);
  const newRequest = (): RequestForm => {
    const session = state.session.value;
    const me = session.state === 'ready' ? session.me : null;
    const directory = state.directory.value;
    const office = directory.state === 'ready' ? directory.value.offices.find(({ id }) => id === me?.office.id) : undefined;
    const officer = office?.officers.find(({ id }) => id === me?.officer);
    const contact = { name: me ? latinName(me.name) : '', phone: officer?.telephone ?? office?.telephone ?? '', languages: officer?.languages ?? office?.languages ?? [] };
    return blankRequest(contact, currentLanguage(), t('form.purpose_default'), t('form.measure_default'));
  };
  if (failure) return <FailureNotice failure={failure} />;
  if (!view) return route.draft && state.drafts.value.length ? <p>{t('draft.gone')} <a href={href({ screen: 'inbox', filter: 'all' })}>{t('thread.back')}</a></p> : <Loading />;
  return <Composer key={view.draft.id} route={route} view={view} newRequest={newRequest} />;
}

function Composer({ route, view, newRequest }: { route: ComposeRoute; view: DraftView; newRequest: () => RequestForm }) {
  const { state, verbs } = useDesk();
  const { busy, failure, ask } = useAsk();
  const { draft, saving, change, adopt, settle } = useDraft(view);
  const [tried, setTried] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  // After a refused attempt the keyboard is on the first thing to complete.
  useEffect(() => { if (attempt) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(); }, [attempt]);
  const offices = chosenOffices(draft, state.directory.value.state === 'ready' ? state.directory.value.value.offices : []);
  const found = useStandings(draft.request ? offices[0]?.country : undefined);
  const languages = found.state === 'ready' ? found.standings.get('languages')?.fact?.value : undefined;
  const findings = draft.request
    ? examine(draft.request, { offices, handling: draft.handling, now: state.now.value, formalLanguages: Array.isArray(languages) ? languages : [] })
    : [];
  const red = findings.filter(({ level }) => level === 'red');
  const incomplete = view.elsewhere.length > 0 || (draft.request ? red.length > 0 : !offices.length || offices.some((office) => office.unreachable) || !draft.body.trim());
  // Told after a try to send, or one by one when somebody follows an item of the list.
  const [led, setLed] = useState<readonly GateCode[]>([]);
  useEffect(() => { focusGoal(form.current, led.at(-1)); }, [led]);
  const told = (code: GateCode): boolean => (tried || led.includes(code)) && red.some((one) => one.code === code);
  const wrong = (code: GateCode): string | undefined => (told(code) ? t(`gate.${code}`) : undefined);
  const send = (): void => {
    setTried(true);
    setAttempt(attempt + 1);
    if (incomplete) return;
    settle();
    const leaving = draft.request ? { ...draft, subject: draft.subject.trim() || automaticSubject(draft.request) } : draft;
    ask(async () => {
      const saved = await verbs.saveDraft(leaving);
      return saved.ok ? verbs.send(leaving.id) : saved;
    }, () => { goOn(route, { screen: 'inbox', filter: 'sent' }); });
  };
  const discard = (): void => {
    settle();
    ask(() => verbs.discardDraft(draft.id), () => {
      discarded.value = draft.id;
      goOn(route, { screen: 'inbox', filter: 'drafts' });
    });
  };
  useKeys({ 'Mod+Enter': send });
  return (
    <form class="compose" ref={form} noValidate {...fileDrop((file) => { void verbs.attach(draft.id, file); })} onSubmit={(event) => { event.preventDefault(); send(); }}>
      <div class="compose-main">
        <h1 tabIndex={-1}>{draft.request ? t('compose.freeze') : t('compose.message')}</h1>
        <KindSwitch freeze={draft.request !== null} onChange={(freeze) => { change({ request: freeze ? newRequest() : null }); }} />
        {view.saving.state === 'conflict' ? <Conflict view={view} adopt={adopt} /> : null}
        <Recipients operational={draft.request !== null} to={draft.to} onChange={(to) => { change({ to }); }} wrong={wrong('no_recipient') ?? wrong('not_asked') ?? wrong('unreachable') ?? (tried && !offices.length ? t('gate.no_recipient') : undefined)} />
        {draft.request ? (
          <FreezeForm form={draft.request} wrong={wrong} change={(part) => { change({ request: { ...(draft.request ?? newRequest()), ...part } }); }} />
        ) : (
          <>
            <TextField label={t('compose.subject')} value={draft.subject} onInput={(subject) => { change({ subject }); }} />
            <LongField label={t('compose.body')} value={draft.body} onInput={(body) => { change({ body }); }} rows={10} error={tried && !draft.body.trim() ? t('compose.no_body') : undefined} />
          </>
        )}
        <SendingFiles files={view.attachments} remove={(file) => { ask(() => verbs.detach(draft.id, file.id)); }} />
        <ElsewhereFiles files={view.elsewhere} remove={(file) => { ask(() => verbs.detach(draft.id, file.id)); }} />
        <HandlingField value={draft.handling} error={wrong('handling')} onChange={(handling) => { change({ handling }); }} />
        {tried && incomplete ? <Notice tone="error" live><p>{t('compose.incomplete')}</p></Notice> : null}
        <FailureNotice failure={failure} />
        <div class="actions">
          <Button kind="primary" icon="send" submit busy={busy}>{draft.request ? t('compose.send_freeze') : t('compose.send')}</Button>
          <FilePicker draft={draft.id} />
          <Button kind="quiet" icon="trash-2" onClick={discard}>{t('draft.discard')}</Button>
          <span class="hint" role="status">{savingWords(saving, state.now.value)}</span>
        </div>
        <p class="hint sealed">{offices.length ? t('compose.sealed_to', { offices: offices.map(({ country }) => countryName(country)).join(', ') }) : t('compose.sealed')}</p>
      </div>
      {draft.request ? <aside class="compose-side" aria-label={t('compose.side')}><GateList findings={findings} lead={(code) => { setLed([...led, code]); }} /><FrameworkPanel country={offices[0]?.country} timeZone={offices[0]?.timeZone} use={(formalBy) => { change({ request: { ...(draft.request ?? newRequest()), formalBy } }); }} />{offices[0] ? <CountryTerms key={offices[0].id} office={offices[0]} formal={Array.isArray(languages) ? languages : []} text={writtenIn(draft.request)} /> : null}</aside> : null}
    </form>
  );
}

/** The prose of a request, in which terms stand. */
function writtenIn({ facts, purpose, measure, order, offenceLaw, thirdParties }: RequestForm): string {
  return [facts, purpose, measure, order, offenceLaw, thirdParties].join('\n');
}

/** To the field that an item of the gate is about, unfolding what hides it. */
function focusGoal(form: HTMLFormElement | null, code: GateCode | undefined): void {
  if (code === undefined) return;
  const fields = [...(form?.querySelectorAll<HTMLInputElement>(`[data-goal~="${code}"]`) ?? [])];
  const field = fields.find(({ value }) => !value) ?? fields[0]; // of several assets the one that lacks it
  const folded = field?.closest('details');
  if (folded) folded.open = true;
  field?.focus();
  field?.scrollIntoView({ block: 'center' });
}

function chosenOffices(draft: Draft, offices: readonly Office[]): readonly Office[] {
  return draft.to.flatMap((id) => offices.find((office) => office.id === id) ?? []);
}

/** Sealed like everything else; the office sees it in its list. */
export function automaticSubject(form: RequestForm): string {
  const asset = form.assets[0];
  const what = asset?.identifier.trim() ?? '';
  const who = form.persons[0]?.name.trim() ?? '';
  return [t('compose.subject_freeze'), what, who].filter(Boolean).join(' · ').slice(0, 300);
}

function KindSwitch({ freeze, onChange }: { freeze: boolean; onChange: (freeze: boolean) => void }) {
  const session = useDesk().state.session.value;
  return (
    <div class="switch" role="group" aria-label={t('compose.kind')}>
      <Button icon="message-square" pressed={!freeze} onClick={() => { if (freeze) onChange(false); }}>{t('compose.message')}</Button>
      {reaches(session, { screen: 'compose', kind: 'freeze' }) ? <Button icon="snowflake" pressed={freeze} onClick={() => { if (!freeze) onChange(true); }}>{t('compose.freeze')}</Button> : null}
    </div>
  );
}

function Conflict({ view, adopt }: { view: DraftView; adopt: (draft: Draft) => void }) {
  const { verbs } = useDesk();
  const { ask } = useAsk();
  return (
    <Notice tone="warning" title={t('draft.conflict')} live>
      <p>{t('draft.conflict_text')}</p>
      <p class="actions">
        <Button onClick={() => { ask(() => verbs.keepDraft(view.draft.id, 'mine')); }}>{t('draft.keep_mine')}</Button>
        <Button onClick={() => { ask(() => verbs.keepDraft(view.draft.id, 'other'), ({ draft }) => { adopt(draft); }); }}>{t('draft.keep_other')}</Button>
      </p>
    </Notice>
  );
}
