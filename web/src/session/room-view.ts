/**
 * A verified and opened room as screens show it: the inbox's line and the thread. Nothing here decides what
 * is true; it only arranges what the fold and the opened bodies say.
 */
import type { JsonObject } from '../protocol/canonical.ts';
import { foldHandling, type Handlings, strictest } from '../protocol/handling.ts';
import type { DirectoryView } from './directory-view.ts';
import { answerOf, filesOf, formOf, text, toMs } from './form.ts';
import type {
  Attachment, Clock, Delivery, NoticeMention, OfficeRef, OfficerRef, RequestKind, RequestState, RoomSummary, Thread, ThreadItem, TickState, Tlp, Urgency,
} from './model.ts';
import type { Opened, PersonRoom } from './person-room.ts';
import type { ClockAnswer } from './server.ts';
import type { Transfers } from './transfers.ts';

const PREVIEW_CHARACTERS = 160;
/** What an officer reads; the rest of a room is bookkeeping. */
const READ_KINDS: readonly string[] = ['message', 'request', 'answer', 'note', 'close', 'notice', 'hit', 'participation', 'place', 'manuscript'];
const QUIET_KINDS: readonly string[] = ['receipt'];

/** What a room is looked at with. */
export interface Viewer {
  readonly keyid: string;
  readonly office: string;
  readonly directory: DirectoryView;
  readonly clocks: readonly ClockAnswer[];
  readonly transfers: Transfers;
  readonly nowMs: number;
  /** Highest seq that was looked at in this browser. */
  seen(room: string): number;
  hasDraft(room: string): boolean;
}

export class RoomView {
  readonly #room: PersonRoom;
  readonly #viewer: Viewer;
  readonly #opened: readonly Opened[];
  #handlings: Handlings | undefined;

  constructor(room: PersonRoom, viewer: Viewer) {
    this.#room = room;
    this.#viewer = viewer;
    this.#opened = room.opened;
  }

  /** Whether there is anything to show yet: a room may wait for its first message's attachments. */
  get hasContent(): boolean {
    return this.#room.block !== undefined || this.#opened.some((opened) => isRead(opened));
  }

  summary(): RoomSummary {
    const { directory } = this.#viewer;
    const read = this.#opened.filter((opened) => isRead(opened));
    const last = read.at(-1) ?? this.#opened.at(-1);
    const clocks = this.#clocks();
    const request = this.#request();
    const waiting = request !== undefined && this.#isForUs(request) && !this.#answered(request);
    const unread = this.unread();
    const ours = directory.ref(this.#viewer.office);
    const mention = this.#mention();
    return {
      id: this.#room.id, subject: this.#subject(), ours, counterparts: this.#counterparts(),
      lastAt: last?.atMs ?? 0,
      lastBy: last === undefined ? { officer: directory.officerRef(''), office: ours, ours: true } : this.#byline(last),
      preview: previewOf(last?.body ?? undefined), unread, entries: read.length,
      attachments: read.reduce((count, { body }) => count + (body ? filesOf(body).length : 0), 0),
      handling: this.handling(), clocks, needsAction: waiting || unread > 0,
      startedByUs: this.#opened[0]?.office === this.#viewer.office, draft: this.#viewer.hasDraft(this.#room.id),
      ...(mention === undefined ? {} : { about: mentionOf(mention).kind }),
      ...(request?.body ? { request: this.#requestLine(request.body, request) } : {}),
      ...(this.#room.block === undefined ? {} : { block: this.#room.block }),
    };
  }

  thread(): Thread {
    const members = this.#memberOffices().map((id) => this.#viewer.directory.office(id));
    const items = this.#opened.flatMap((opened) => this.#item(opened));
    return { room: this.summary(), items, epoch: this.#room.fold.epoch, members };
  }

  /** The newest request to us that nobody has answered. */
  openRequest(): string | null {
    const request = this.#request();
    return request !== undefined && this.#isForUs(request) ? request.hash : null;
  }

  lastRead(): string | null {
    return this.#opened.filter((opened) => isRead(opened)).at(-1)?.hash ?? null;
  }

  unread(): number {
    return this.#opened.filter((opened) => this.#isUnread(opened)).length;
  }

  /** Entries of others up to `seq` that this officer has not yet confirmed as read. */
  toConfirm(what: 'delivered' | 'read', upTo: number): string[] {
    return this.#opened.filter((opened) => {
      if (opened.seq > upTo || !this.#isTheirs(opened) || !isRead(opened)) return false;
      const by = this.#receipts(opened.hash, what);
      // One delivery for the office is enough; reading is each officer's own.
      return what === 'delivered' ? !by.some(({ office }) => office === this.#viewer.office) : !by.some(({ author }) => author === this.#viewer.keyid);
    }).map(({ hash }) => hash);
  }

  #isTheirs({ office }: Opened): boolean {
    return office !== this.#viewer.office;
  }

  #isUnread(opened: Opened): boolean {
    if (opened.author === this.#viewer.keyid || !isRead(opened)) return false;
    if (opened.seq <= this.#viewer.seen(this.#room.id)) return false;
    return !this.#receipts(opened.hash, 'read').some(({ author }) => author === this.#viewer.keyid);
  }

  #subject(): string {
    for (const { body } of this.#opened) if (body && text(body, 'subject') !== '') return text(body, 'subject');
    const mention = this.#mention();
    return mention === undefined ? this.#opened.map(({ body }) => itemIn(body ?? {})).find(Boolean) ?? '' : titleOf(mention);
  }

  /** The body that carries a notice or tells of a hit. */
  #mention(): JsonObject | undefined {
    return this.#opened.find(({ body }) => body && isMention(body))?.body ?? undefined;
  }

  handling(): Tlp {
    return strictest(this.handlings.codes.values()) ?? 'TLP:CLEAR';
  }

  get handlings(): Handlings {
    return (this.#handlings ??= foldHandling(this.#opened));
  }

  #memberOffices(): string[] {
    const ids = this.#room.fold.members.map(({ id }) => officeOfMember(id, this.#viewer.directory));
    return [...new Set(ids.filter((id) => id !== ''))];
  }

  #counterparts(): OfficeRef[] {
    return this.#memberOffices().filter((id) => id !== this.#viewer.office).map((id) => this.#viewer.directory.ref(id));
  }

  #byline({ author, office }: Opened): RoomSummary['lastBy'] {
    const { directory } = this.#viewer;
    return { officer: directory.officerRef(author), office: directory.ref(office), ours: office === this.#viewer.office };
  }

  // ---- the request and its clocks ----

  #request(): Opened | undefined {
    return this.#opened.filter(({ body }) => body && body['kind'] === 'request').at(-1);
  }

  #isForUs(request: Opened): boolean {
    const clock = request.value['clock'] as { to?: string } | null;
    return clock?.to === this.#viewer.office;
  }

  #reactions(request: Opened, kind: string): Opened[] {
    return this.#opened.filter(({ body }) => body && body['kind'] === kind && body['re'] === request.hash);
  }

  #answered(request: Opened): boolean {
    return ['answer', 'close'].some((kind) => this.#reactions(request, kind).length > 0);
  }

  #requestLine(body: JsonObject, request: Opened): NonNullable<RoomSummary['request']> {
    const asked = body['request'] as JsonObject;
    return { kind: text(asked, 'type') as RequestKind, urgency: text(asked, 'urgency') as Urgency, state: this.#requestState(request) };
  }

  #requestState(request: Opened): RequestState {
    if (this.#reactions(request, 'close').length > 0) return 'closed';
    const outcome = text(this.#reactions(request, 'answer').at(-1)?.body ?? {}, 'outcome');
    if (outcome === 'partly') return 'partly_answered';
    if (outcome === 'refused' || outcome === 'not_possible') return 'refused';
    if (outcome !== '') return 'answered';
    return this.#reactions(request, 'acknowledgement').length > 0 ? 'acknowledged' : 'sent';
  }

  #clocks(): Clock[] {
    return this.#viewer.clocks.flatMap((clock) => {
      const request = this.#room.find(clock.of);
      return request === undefined ? [] : this.#clocksOf(clock, request);
    });
  }

  #clocksOf(clock: ClockAnswer, request: Opened): Clock[] {
    const party = clock.to === this.#viewer.office ? 'us' : 'them';
    const acknowledged = this.#reactions(request, 'acknowledgement')[0]?.atMs;
    const answered = (this.#reactions(request, 'answer')[0] ?? this.#reactions(request, 'close')[0])?.atMs;
    const shared = { party, startedAt: toMs(clock.opened), ...escalationOf(clock) } as const;
    const first = stateOf(toMs(clock.acknowledge_by), acknowledged ?? answered, this.#viewer.nowMs);
    const second = stateOf(toMs(clock.answer_by), answered, this.#viewer.nowMs);
    return [
      { kind: 'acknowledge', dueAt: toMs(clock.acknowledge_by), ...shared, ...first },
      { kind: 'answer', dueAt: toMs(clock.answer_by), ...shared, ...second },
    ];
  }

  // ---- the thread ----

  #item(opened: Opened): ThreadItem[] {
    if (opened.kind === 'members') return this.#membersItem(opened);
    if (opened.kind !== 'message') return [];
    const base = this.#base(opened);
    const { body } = opened;
    if (body === null || body === undefined) return [{ ...base, kind: 'unknown', type: 'sealed' }];
    switch (body['kind']) {
      case 'request': {
        const request = formOf(body['request'] as JsonObject, text(body, 'language'));
        const canAcknowledge = this.#isForUs(opened) && this.#reactions(opened, 'acknowledgement').length === 0 && !this.#answered(opened);
        return [{ ...base, kind: 'request', body: text(body, 'text'), ...languageOf(body), request, canAcknowledge, ...this.#letter(opened, body) }];
      }
      case 'acknowledgement':
        return [{ ...base, kind: 'acknowledgement', of: text(body, 're'), text: text(body, 'text'), reference: text(body, 'reference') }];
      case 'answer':
        return [{ ...base, kind: 'message', body: text(body, 'text'), answer: answerOf(body), ...this.#letter(opened, body) }];
      case 'message':
      case 'note':
      case 'close':
        return [{ ...base, kind: 'message', body: text(body, 'text'), ...languageOf(body), ...this.#letter(opened, body) }];
      case 'notice':
      case 'hit':
        return [{ ...base, kind: 'message', body: text(body, 'text'), ...languageOf(body), notice: mentionOf(body), ...this.#letter(opened, body) }];
      case 'participation':
      case 'place':
      case 'manuscript':
        return [{ ...base, kind: 'message', body: text(body, 'text'), publication: { kind: body['kind'], of: itemIn(body) }, ...this.#letter(opened, body) }];
      case 'tick':
        return [{ ...base, kind: 'tick', ...this.#tick(body) }];
      case 'handling':
        return this.#handlingItem(opened);
      default:
        return QUIET_KINDS.includes(text(body, 'kind')) ? [] : [{ ...base, kind: 'unknown', type: text(body, 'kind') }];
    }
  }

  #base(opened: Opened) {
    const { directory } = this.#viewer;
    const log = opened.value['log'] as { size: number };
    return {
      id: opened.hash, seq: opened.seq, at: opened.atMs, officer: directory.officerRef(opened.author), office: directory.ref(opened.office),
      timeZone: directory.timeZone(opened.office), ours: !this.#isTheirs(opened), unread: this.#isUnread(opened),
      proof: { entryHash: opened.hash, previousHash: text(opened.value, 'prev'), keyId: opened.author, logSize: log.size },
    };
  }

  #letter(opened: Opened, body: JsonObject): { handling: Tlp; attachments: Attachment[]; delivery: Delivery } {
    return { handling: this.handlings.codes.get(opened.hash) ?? 'TLP:AMBER', attachments: this.#files(body), delivery: this.#delivery(opened) };
  }

  #files(body: JsonObject): Attachment[] {
    return filesOf(body).map(({ id, name, size, type }) => ({ id, name, size, type, transfer: this.#viewer.transfers.of(id) }));
  }

  #tick(body: JsonObject): { action: string; state: TickState; note: string; owner?: OfficerRef; attachments: Attachment[] } {
    const owner = text(body, 'owner');
    return {
      action: text(body, 'action'), state: text(body, 'state') as TickState, note: text(body, 'note'), attachments: this.#files(body),
      ...(owner === '' ? {} : { owner: this.#viewer.directory.officerRef(owner) }),
    };
  }

  #handlingItem(opened: Opened): ThreadItem[] {
    const change = this.handlings.changes.get(opened.hash);
    if (change === undefined) return [];
    const about = this.#room.find(change.of);
    const by = about && this.#viewer.directory.officerRef(about.author);
    return [{ ...this.#base(opened), ...change, kind: 'handling', ...(about && by ? { about: { officer: by, at: about.atMs } } : {}) }];
  }

  #receipts(of: string, what: string): Opened[] {
    return this.#opened.filter(({ body }) => {
      if (!body || body['kind'] !== 'receipt' || body['what'] !== what) return false;
      return (body['of'] as string[]).includes(of);
    });
  }

  #delivery(opened: Opened): Delivery {
    const { directory } = this.#viewer;
    const receipts = (['delivered', 'read'] as const).flatMap((kind) =>
      this.#receipts(opened.hash, kind).filter(({ office }) => office !== opened.office)
        .map(({ author, office, atMs }) => ({ kind, at: atMs, officer: directory.officerRef(author), office: directory.ref(office) })),
    );
    const state = receipts.some(({ kind }) => kind === 'read') ? 'read' : receipts.length > 0 ? 'delivered' : 'sent';
    return { state, receipts };
  }

  /** Who came and who left; a new epoch with the same offices is not news to an officer. */
  #membersItem(opened: Opened): ThreadItem[] {
    const before = this.#opened.filter(({ kind, seq }) => kind === 'members' && seq < opened.seq).at(-1);
    if (before === undefined) return [];
    const { directory } = this.#viewer;
    const was = officesOf(before.value, directory);
    const is = officesOf(opened.value, directory);
    const added = is.filter((id) => !was.includes(id)).map((id) => directory.ref(id));
    const removed = was.filter((id) => !is.includes(id)).map((id) => directory.ref(id));
    return added.length + removed.length === 0 ? [] : [{ ...this.#base(opened), kind: 'members', added, removed }];
  }
}

function isMention(body: JsonObject): boolean {
  return body['kind'] === 'notice' || body['kind'] === 'hit';
}

/** What a participation or a manuscript is about. */
function itemIn(body: JsonObject): string {
  const item = text(body, 'item');
  return item && `${text(body, 'shelf')}/${item}`;
}

function mentionOf(body: JsonObject): NoticeMention {
  return { kind: body['kind'] === 'hit' ? 'hit' : 'notice', of: text(body, 'of') };
}

/** Of the record that a body carries, as its author wrote it: its hash is asked where the record is shown. */
function titleOf(body: JsonObject): string {
  const { record } = (body['document'] ?? {}) as { record?: { texts?: { title?: unknown }[] } };
  const title = Array.isArray(record?.texts) ? record.texts[0]?.title : undefined;
  return typeof title === 'string' ? title : '';
}

function isRead({ body }: Opened): boolean {
  return body !== undefined && (body === null || READ_KINDS.includes(text(body, 'kind')));
}

/** `office:<id>` or `officer:<key id>`, as the office that it is or belongs to. */
function officeOfMember(id: string, directory: DirectoryView): string {
  return id.startsWith('office:') ? id.slice('office:'.length) : directory.officeOf(id.slice('officer:'.length));
}

function officesOf(members: JsonObject, directory: DirectoryView): string[] {
  return [...new Set((members['members'] as { id: string }[]).map(({ id }) => officeOfMember(id, directory)))];
}

function previewOf(body: JsonObject | undefined): string {
  if (body === undefined) return '';
  const request = body['request'] as JsonObject | undefined;
  const words = text(body, 'text') || (request === undefined ? '' : text(request, 'facts'));
  return [...words.replace(/\s+/gu, ' ').trim()].slice(0, PREVIEW_CHARACTERS).join('');
}

function languageOf(body: JsonObject): { language?: string } {
  const language = text(body, 'language');
  return language === '' ? {} : { language };
}

function stateOf(dueAt: number, metAt: number | undefined, nowMs: number): Pick<Clock, 'state' | 'metAt'> {
  if (metAt !== undefined) return { state: metAt <= dueAt ? 'met' : 'missed', metAt };
  return { state: nowMs > dueAt ? 'missed' : 'running' };
}

function escalationOf(clock: ClockAnswer): Pick<Clock, 'escalatedTo'> {
  const step = clock.escalations.at(-1)?.step;
  return step === 'deputy' || step === 'bureau' || step === 'secretariat' ? { escalatedTo: step } : {};
}
