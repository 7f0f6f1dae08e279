import type { ComponentChildren } from 'preact';
import type { Delivery, PublicationMention, RoomId, Thread, ThreadItem } from '../../session/model';
import { useDesk } from '../desk';
import { ReceivedFiles } from '../elements/attachments';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { Icon, type IconName } from '../elements/icon';
import { BothTimes } from '../elements/moment';
import { OfficeName, PersonName } from '../elements/names';
import { FailureNotice, failureWords } from '../elements/notice';
import { HandlingChip, ReadState } from '../elements/chips';
import { ProofDetails } from '../elements/verified';
import { countryName, fullTime, list, oneName } from '../format';
import { longDate, money } from '../format-values';
import { href } from '../router';
import { t, tn } from '../text';
import { lazy } from '../shell/lazy';
import { Acknowledge } from './acknowledge';
import { HandlingChange } from './handling-change';
import { LawLinks } from '../frameworks/law-links';
import { RequestSheet } from './request-sheet';

const InThread = lazy(() => import('../notices/in-thread').then((part) => part.InThread), ['inside', 'rest', 'notices']);

/** In a letter that names participants, gives places or carries a manuscript: what it is, and the way there. */
function Published({ mention: { kind, of }, room }: { mention: PublicationMention; room: RoomId }) {
  const [shelf, item] = of.split('/');
  const to = kind === 'manuscript' ? href({ screen: 'library', at: '_room', arg: room }) : shelf === 'meeting' ? href({ screen: 'meetings', at: item }) : undefined;
  return <p class="notice-mention"><Icon name="library" /> {t(`thread.published.${kind}`)} {to ? <a href={to}>{t('thread.published.open')}</a> : null}</p>;
}

type Of<K extends ThreadItem['kind']> = Extract<ThreadItem, { kind: K }>;

type Run = readonly [ThreadItem, ...ThreadItem[]];

/** One by one, but ticks that an officer made one after the other are told together. */
export function inRuns(items: readonly ThreadItem[]): readonly Run[] {
  const runs: [ThreadItem, ...ThreadItem[]][] = [];
  for (const item of items) {
    const last = runs.at(-1);
    if (item.kind === 'tick' && last?.[0].kind === 'tick' && last[0].officer.id === item.officer.id) last.push(item);
    else runs.push([item]);
  }
  return runs;
}

export function ThreadEntry({ items, thread }: { items: Run; thread: Thread }) {
  const [item] = items;
  switch (item.kind) {
    case 'message':
      return <Letter item={item} room={thread.room.id}>{item.answer ? <AnswerFacts answer={item.answer} /> : null}{item.notice ? <InThread mention={item.notice} room={thread.room.id} entry={item.id} /> : null}{item.publication ? <Published mention={item.publication} room={thread.room.id} /> : null}<p class="body" dir="auto" lang={item.language}>{item.body}</p></Letter>;
    case 'request':
      return (
        <Letter item={item} room={thread.room.id}>
          <RequestSheet request={item.request}>{item.body ? <p class="body" dir="auto" lang={item.language}>{item.body}</p> : null}</RequestSheet>
          <LawLinks offices={thread.members} />
          {item.canAcknowledge ? <Acknowledge room={thread.room.id} entry={item.id} clock={thread.room.clocks.find((c) => c.kind === 'acknowledge')} /> : null}
        </Letter>
      );
    case 'acknowledgement':
      return (
        <Event item={item} icon="circle-check">
          {t('thread.acknowledged', whoOf(item))}
          {item.reference ? <> · {t('thread.reference')} <bdi class="mono">{item.reference}</bdi></> : null}
          {item.text ? <span class="event-text" dir="auto">{item.text}</span> : null}
        </Event>
      );
    case 'members':
      return (
        <Event item={item} icon="key-round">
          {item.added.length ? t('thread.added', { offices: list(item.added.map((o) => countryName(o.country))) }) : null}{' '}
          {item.removed.length ? t('thread.removed', { offices: list(item.removed.map((o) => countryName(o.country))) }) : null}
        </Event>
      );
    case 'tick':
      return (
        <Event item={items.at(-1) ?? item} icon="list-checks">
          {tn('checklist.events', items.length, whoOf(item))}{' '}
          <a href={href({ screen: 'thread', room: thread.room.id, entry: 'checklist' })}>{t('checklist.open')}</a>
        </Event>
      );
    case 'handling':
      return <Event item={item} icon="eye">{handlingWords(item)}</Event>;
    case 'unknown':
      return <Event item={item} icon="info">{t('thread.unknown', { kind: item.type })}</Event>;
  }
}

function whoOf({ officer, office }: ThreadItem): { who: string; office: string } {
  return { who: oneName(officer.name), office: countryName(office.country) };
}

/** What changed, or that what was asked for does not count. */
function handlingWords(item: Of<'handling'>): string {
  if (!item.counts || !item.about) return t('handling.refused', whoOf(item));
  const { about, from, to } = item;
  return t('handling.changed', { ...whoOf(item), author: oneName(about.officer.name), time: fullTime(about.at), from, to });
}

function Event({ item, icon, children }: { item: ThreadItem; icon: IconName; children: ComponentChildren }) {
  const { state } = useDesk();
  return (
    <li class={`event event-${item.kind}`} data-entry={item.id} tabIndex={-1}>
      <Icon name={icon} />
      <div><p>{children}</p><p class="hint"><BothTimes at={item.at} timeZone={item.timeZone} now={state.now.value} /></p></div>
    </li>
  );
}

function Letter({ item, room, children }: { item: Of<'message' | 'request'>; room: string; children: ComponentChildren }) {
  const { state, verbs } = useDesk();
  const { failure, ask } = useAsk();
  return (
    <li>
      <article data-entry={item.id} tabIndex={-1} class={`letter${item.ours ? ' letter-ours' : ''}${item.unread ? ' letter-unread' : ''}`} aria-label={t('thread.entry_by', { who: oneName(item.officer.name), time: fullTime(item.at) })}>
        <header class="letter-head">
          <div>
            <p class="letter-who"><PersonName name={item.officer.name} /></p>
            <p class="hint"><OfficeName office={item.office} /></p>
          </div>
          <div class="letter-when">
            <BothTimes at={item.at} timeZone={item.timeZone} now={state.now.value} />
            <span class="verified"><Icon name="shield-check" />{t('thread.signed')}</span>
          </div>
        </header>
        {children}
        <ReceivedFiles files={item.attachments} save={(file) => { ask(() => verbs.saveAttachment(room, item.id, file.id)); }} />
        <FailureNotice failure={failure} />
        <footer class="letter-foot">
          <HandlingChip tlp={item.handling} />
          <HandlingChange item={item} room={room} />
          {item.ours ? <DeliveryFacts delivery={item.delivery} retry={() => { ask(() => verbs.retry(room, item.id)); }} /> : null}
          <ProofDetails proof={item.proof} find={() => verbs.findProof(room, item.id)} />
        </footer>
      </article>
    </li>
  );
}

function DeliveryFacts({ delivery, retry }: { delivery: Delivery; retry: () => void }) {
  if (delivery.failure) {
    return <span class="delivery delivery-failed" role="alert"><Icon name="triangle-alert" />{failureWords(delivery.failure)} <Button kind="quiet" onClick={retry}>{t('action.retry')}</Button></span>;
  }
  if (!delivery.receipts.length) return <ReadState state={delivery.state} />;
  return (
    <details class="receipts">
      <summary><ReadState state={delivery.state} /></summary>
      <ul class="plain">
        {delivery.receipts.map((receipt) => (
          <li key={receipt.officer.id + receipt.kind}>
            {t(`receipt.${receipt.kind}`, { who: oneName(receipt.officer.name), office: countryName(receipt.office.country), time: fullTime(receipt.at) })}
          </li>
        ))}
      </ul>
    </details>
  );
}

function AnswerFacts({ answer }: { answer: NonNullable<Of<'message'>['answer']> }) {
  const { measure } = answer;
  return (
    <div class={`answer answer-${answer.outcome}`}>
      <p class="answer-outcome"><Icon name={answer.outcome === 'frozen' ? 'snowflake' : 'scale'} />{t(`outcome.${answer.outcome}`)}</p>
      {answer.reason ? <p>{t(`reason.${answer.reason}`)}</p> : null}
      {measure ? (
        <dl class="facts">
          <div><dt>{t('measure.authority')}</dt><dd dir="auto">{measure.authority}</dd></div>
          <div><dt>{t('measure.basis')}</dt><dd dir="auto">{measure.basis}</dd></div>
          {measure.amount ? <div><dt>{t('measure.amount')}</dt><dd><bdi dir="ltr">{money(measure.amount, measure.currency)}</bdi></dd></div> : null}
          {measure.expires === null ? null : <div><dt>{t('measure.expires')}</dt><dd>{longDate(measure.expires)}</dd></div>}
        </dl>
      ) : null}
    </div>
  );
}
