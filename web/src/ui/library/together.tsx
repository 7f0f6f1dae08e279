import '../styles/compose.css';
import '../styles/notices.css';
import { useState } from 'preact/hooks';
import type { LibraryRecord, Manuscript, PublicationsDesk } from '../../session/publication-model';
import type { OfficeId } from '../../session/model';
import { DEFAULT_HANDLING } from '../compose/handling';
import { Recipients } from '../compose/recipients';
import { useAsk } from '../elements/ask';
import { Button, LinkButton } from '../elements/button';
import { TextField } from '../elements/field';
import { LongField } from '../elements/choices';
import { Empty, Notice } from '../elements/notice';
import { fullTime } from '../format';
import { goOn, href, replaceWith } from '../router';
import { currentLanguage, t } from '../text';
import { blocksOf } from './body';
import { differences } from './differences';
import { blankRecord, itemOf, type LibraryDraft } from './draft';
import { PublicationFailure } from './failed';
import type { DeskProps } from './library';
import { BodyText } from './reader';
import { recordIn, textIn, titleIn } from './manuscripts';
import { keepDraft } from './use-drafts';
import { UnderWay } from './under-way';

type Version = Manuscript & { readonly shelf: 'library' };

/** A guideline that several offices write, sealed in their room until one of them offers it. */
export function TogetherScreen(props: DeskProps) {
  const room = props.route.arg;
  return (
    <div class="library together">
      <a class="back-always" href={href({ screen: 'library', at: '_new' })}>{t('library.contribute')}</a>
      <h1 tabIndex={-1}>{t('documents.together')}</h1>
      <p class="hint lead-text">{t('documents.together_text')}</p>
      {room === undefined ? <Beginning {...props} /> : <Versions {...props} room={room} />}
    </div>
  );
}

/** With whom, and what is there already. */
function Beginning({ desk, route }: DeskProps) {
  const { busy, failure, ask } = useAsk();
  const [to, setTo] = useState<readonly OfficeId[]>([]);
  const [title, setTitle] = useState('');
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const begin = (): void => {
    setTried(true);
    if (!to.length || !title.trim()) return;
    const record = withText(blankRecord(currentLanguage()), title.trim(), text);
    const item = itemOf(title, (one) => desk.items.value.has(`library/${one}`), Date.now().toString(36).slice(-6));
    ask(() => desk.sendManuscript(to, { shelf: 'library', item, title: title.trim(), record, base: null, text: '', handling: DEFAULT_HANDLING }), (room) => { goOn(route, { screen: 'library', at: '_room', arg: room }); });
  };
  return (
    <form class="notice-form" noValidate onSubmit={(event) => { event.preventDefault(); begin(); }}>
      <Recipients to={to} onChange={setTo} wrong={tried && !to.length ? t('gate.no_recipient') : undefined} />
      <TextField label={t('library.field.title')} required value={title} error={tried && !title.trim() ? t('documents.gap.title') : undefined} onInput={setTitle} />
      <LongField label={t('documents.text')} hint={t('documents.text_hint')} rows={12} optional value={text} onInput={setText} />
      <PublicationFailure failure={failure} />
      <UnderWay desk={desk} />
      <div class="actions"><Button kind="primary" icon="send" submit busy={busy}>{t('documents.together_begin')}</Button></div>
    </form>
  );
}

function withText(record: LibraryRecord, title: string, text: string): LibraryRecord {
  const { language = 'en', text: abstract = '' } = record.words[0] ?? {};
  const body = text.trim() ? [{ language, text }, ...record.body.filter((one) => one.language !== language)] : record.body.filter((one) => one.language !== language);
  return { ...record, words: [{ language, title, text: abstract }, ...record.words.slice(1)], body };
}

/** The newest of the line to go on with; beside it what others made of the same version. */
function Versions({ desk, room, route }: DeskProps & { room: string }) {
  const all = desk.manuscripts(room).value.filter((one): one is Version => one.shelf === 'library');
  const line = all.filter(({ beside }) => !beside);
  const newest = line.at(-1);
  const aside = all.filter((one) => one.beside && newest !== undefined && one.base === newest.base);
  // Somebody else's version does not take the place of what I am writing on another, nor does a tab that was closed.
  const [left, setLeft] = useState<readonly string[]>([]);
  const begun = all.find(({ entry }) => desk.kept.value.has(keptUnder(entry)) && !left.includes(entry));
  const [writing, setWriting] = useState<Version | undefined>(undefined);
  if (newest === undefined) return <Empty icon="file" title={t('documents.together_none')} action={<LinkButton to={href({ screen: 'thread', room })}>{t('documents.open_room')}</LinkButton>} />;
  return (
    <>
      <div class="screen-head"><h2 dir="auto">{titleIn(newest)}</h2><LinkButton icon="message-square" to={href({ screen: 'thread', room })}>{t('documents.open_room')}</LinkButton></div>
      {aside.map((other) => <SideBySide key={other.entry} first={newest} second={other} />)}
      <p class="hint">{t('documents.version_by', { who: newest.by, time: fullTime(newest.at), n: line.length })}{newest.text ? <> · <bdi>{newest.text}</bdi></> : null}</p>
      <UnderWay desk={desk} />
      {writing ? <NextVersion key={writing.entry} desk={desk} room={room} base={writing} done={() => { setLeft([...left, writing.entry]); setWriting(undefined); }} /> : (
        <>
          <div class="library-page-text"><BodyText blocks={blocksOf(textIn(newest))} language={recordIn(newest).words[0]?.language ?? ''} /></div>
          <div class="actions"><Button kind="primary" icon="square-pen" onClick={() => { setWriting(begun ?? newest); }}>{t('documents.next_version')}</Button><OfferIt desk={desk} route={route} version={newest} /></div>
        </>
      )}
      <details class="library-history"><summary>{t('documents.versions_before')}</summary>
        <ol>{all.map((one) => <li key={one.entry}>{t(one.beside ? 'documents.version_beside' : 'documents.version_line', { who: one.by, time: fullTime(one.at) })}{one.text ? <> · <bdi>{one.text}</bdi></> : null}</li>)}</ol>
      </details>
    </>
  );
}

/** Two people wrote on at once: each sees what the other did, and somebody brings them together in the next version. */
function SideBySide({ first, second }: { first: Version; second: Version }) {
  const lines = differences(textIn(first), textIn(second));
  const column = (version: Version, other: 'first' | 'second') => (
    <div class="side">
      <p class="hint">{t('documents.version_line', { who: version.by, time: fullTime(version.at) })}</p>
      <div class="side-text" tabIndex={0} role="region" aria-label={version.by}>{lines.filter(({ where }) => where !== other).map(({ text, where }, n) => (where === 'both' ? <p key={n} dir="auto">{text}</p> : <p key={n} dir="auto"><mark>{text || '\u00a0'}</mark></p>))}</div>
    </div>
  );
  return (
    <section class="library-offer" aria-label={t('documents.beside')}>
      <Notice tone="warning"><p>{t('documents.beside')}</p></Notice>
      <div class="sides">{column(first, 'second')}{column(second, 'first')}</div>
    </section>
  );
}

function keptUnder(entry: string): string {
  return `together/${entry}`;
}

function NextVersion({ desk, room, base, done }: { desk: PublicationsDesk; room: string; base: Version; done: () => void }) {
  const { busy, failure, ask } = useAsk();
  // What was begun on this very version is found again.
  const id = keptUnder(base.entry);
  const kept = desk.kept.value.get(id) as { readonly text: string } | undefined;
  const [text, setText] = useState(kept?.text ?? textIn(base));
  const [said, setSaid] = useState('');
  const write = (next: string): void => {
    setText(next);
    void desk.keep(id, { text: next });
  };
  const send = (): void => {
    const record = withText(recordIn(base), titleIn(base), text);
    ask(async () => {
      const sent = await desk.sendManuscript(room, { shelf: 'library', item: base.item, title: titleIn(base), record, base: base.entry, text: said.trim(), handling: DEFAULT_HANDLING });
      if (sent.ok) await desk.keep(id, null);
      return sent;
    }, done);
  };
  return (
    <form class="notice-form" noValidate onSubmit={(event) => { event.preventDefault(); send(); }}>
      <LongField label={t('documents.text')} hint={t('documents.text_hint')} rows={20} value={text} onInput={write} />
      <TextField label={t('documents.version_said')} optional value={said} onInput={setSaid} />
      <PublicationFailure failure={failure} />
      <div class="actions"><Button kind="primary" icon="send" submit busy={busy}>{t('documents.send_version')}</Button><Button kind="quiet" onClick={done}>{t('documents.cancel')}</Button></div>
      <p class="hint">{t('documents.kept_here')}</p>
    </form>
  );
}

/** Into the form, where it gets what the others need to find it. */
function OfferIt({ desk, route, version }: { desk: PublicationsDesk; route: DeskProps['route']; version: Version }) {
  const { busy, failure, ask } = useAsk();
  const id = version.entry.slice(0, 16);
  const draft: LibraryDraft = { id, item: version.item, revises: false, record: { ...blankRecord(currentLanguage()), ...recordIn(version), type: recordIn(version).type || 'best-practice' }, access: 'members', seen: desk.position.value, licensed: false };
  return <><Button icon="list-checks" busy={busy} onClick={() => { ask(() => keepDraft(desk, draft), () => { replaceWith(route, { screen: 'library', at: '_new', arg: id }); }); }}>{t('documents.offer_it')}</Button><PublicationFailure failure={failure} /></>;
}
