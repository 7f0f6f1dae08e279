/**
 * Publications as this person sees them: frameworks, library, meetings, courses and news as the register has them, with
 * what they may read of it, and every verb about them.
 *
 * Put together from the parts that each own one thing; nothing is shown of a document before it had the hash that the
 * register names.
 */
import { computed, effect, type ReadonlySignal } from '@preact/signals';
import { toHex } from '../protocol/bytes.ts';
import type { Offer } from '../protocol/publication-rules.ts';
import { type FrameworkRecord, type LibraryRecord, type RecordOf, staleFrom } from '../protocol/publications.ts';
import type { Shelf } from '../protocol/statements.ts';
import type { Owner } from '../protocol/vault.ts';
import { type Done, Errands } from './errands.ts';
import { attempt, Refusal } from './failures.ts';
import { toMs, toSeconds } from './form.ts';
import { Issuing } from './issuing.ts';
import { Kept } from './kept.ts';
import type { EntryId, Ms, OfficeId, Readable, Result, RoomId } from './model.ts';
import type { NoticeGround } from './notices.ts';
import type { Ports } from './ports.ts';
import { PublicationOrders, type PublicationOrder, titleOf } from './publication-orders.ts';
import { PublicationRecords } from './publication-records.ts';
import { PublicationRooms } from './publication-rooms.ts';
import { itemsOf, keyOf, type Looking, standingIn, standingOf } from './publication-views.ts';
import type {
  CourseProgress, Decision, FactView, FileName, ItemKey, ItemView, Manuscript, OfferView, Places, PublicationErrand, PublicationsDesk, ReadingList,
  RecordView, Retiring, SearchAnswer, SearchQuery, Standing, UploadedFile, Version, Written,
} from './publication-model.ts';
import { type Pages, PublishedFiles } from './published-files.ts';
import { Reading } from './reading.ts';
import { saveText } from './saving.ts';
import { ask } from './searching.ts';
import type { Server } from './server.ts';
import { Uploads } from './uploads.ts';

/** How often what a post allows is judged by the clock anew. */
const STEP_SECONDS = 60;
const ID_BYTES = 16;
const ZEROS = '0'.repeat(64);
const SHELVES: readonly Shelf[] = ['framework', 'library', 'meeting', 'course', 'news'];

export class Publications implements PublicationsDesk {
  readonly #ports: Ports;
  readonly #server: Server;
  readonly #ground: NoticeGround;
  readonly #issuing: Issuing;
  readonly #orders: PublicationOrders;
  readonly #rooms: PublicationRooms;
  readonly #records: PublicationRecords;
  readonly #errands: Errands<PublicationErrand['kind'], PublicationOrder['asked']>;
  readonly #uploads: Uploads;
  readonly #files: PublishedFiles;
  readonly #reading: Reading;
  readonly #kept: Kept;
  readonly #stop: () => void;
  /** One signal for each question, so that a screen that asks again while it draws gets the same. */
  readonly #known = new Map<string, ReadonlySignal<unknown>>();

  constructor(ports: Ports, server: Server, ground: NoticeGround, owner: Owner) {
    const { local } = ground.parts();
    this.#ports = ports;
    this.#server = server;
    this.#ground = ground;
    this.#issuing = new Issuing(ports, server, ground);
    this.#orders = new PublicationOrders(server, this.#issuing, owner.keyid, (length) => ports.random.bytes(length));
    this.#rooms = new PublicationRooms(ground, this.#orders);
    this.#records = new PublicationRecords(server, ground);
    this.#errands = new Errands(ports, ground, 'publication-errand/', { sign: (order) => this.#orders.sign(order), finished: () => Promise.resolve() });
    this.#uploads = new Uploads(server, ports, ground);
    this.#files = new PublishedFiles(server, ports, () => ground.parts().local);
    this.#reading = new Reading(local, server, ports, owner, () => ground.parts().register.directory.size);
    this.#kept = new Kept(local);
    this.kept = this.#kept.all;
    this.reading = this.#reading.view;
    // A disk that cannot be read is said where somebody writes.
    for (const load of [this.#errands.load(), this.#uploads.load(), this.#records.sweep()]) load.catch(() => undefined);
    this.#stop = effect(() => {
      if (this.#ground.version.value > 1) this.#records.again();
    });
  }

  close(): void {
    this.#stop();
    this.#records.close();
    this.#errands.close();
    this.#uploads.close();
    this.#reading.close();
  }

  /** The line is there. */
  again(): void {
    this.#errands.again();
    this.#uploads.again();
    this.#records.again();
  }

  get #me(): string {
    return this.#ground.keys.keyset.keyid;
  }

  // ---- looking ----

  readonly #seconds = computed(() => Math.floor(toSeconds(this.#ground.now.value) / STEP_SECONDS) * STEP_SECONDS);
  /** Moves only when the register has grown, and once a minute: not with each message. */
  readonly position = computed(() => (this.#ground.version.value > 0 ? this.#ground.parts().register.directory.size : 0));

  #looking(): Looking {
    const { directory } = this.#ground.parts().register;
    const view = this.#ground.view();
    return { directory, keyid: this.#me, at: this.#seconds.value, signer: (by) => view.signer(by), may: (offer) => this.#mayDecide(offer) };
  }

  readonly me: Readable<Standing> = computed(() => {
    const seconds = this.#seconds.value;
    if (this.position.value === 0) return { country: '', national: false, secretariat: false, contributor: false, partner: false };
    return standingOf(this.#ground.parts().register.directory, this.#me, seconds);
  });

  readonly items: ReadonlySignal<ReadonlyMap<ItemKey, ItemView>> = computed(() => (this.position.value > 0 ? itemsOf(this.#looking()) : new Map<ItemKey, ItemView>()));

  readonly #newestFirst: Readable<readonly ItemView[]> = computed(() => [...this.items.value.values()].sort((a, b) => b.changedIndex - a.changedIndex));
  readonly #shelves = new Map(SHELVES.map((shelf) => [shelf, computed(() => this.#newestFirst.value.filter((one) => one.shelf === shelf))]));

  shelf(shelf: Shelf): Readable<readonly ItemView[]> {
    return this.#shelves.get(shelf) ?? this.#newestFirst;
  }

  #same<T>(question: string, make: () => T): ReadonlySignal<T> {
    const known = this.#known.get(question) ?? computed(make);
    this.#known.set(question, known);
    return known as ReadonlySignal<T>;
  }

  item(shelf: Shelf, item: string): Readable<ItemView | undefined> {
    return this.#same(`item ${shelf}/${item}`, () => this.items.value.get(keyOf({ shelf, item })));
  }

  readonly #offers: Readable<readonly OfferView[]> = computed(() => [...this.items.value.values()].flatMap(({ offers }) => offers).sort((a, b) => a.logIndex - b.logIndex));
  readonly toDecide: Readable<readonly OfferView[]> = computed(() => this.#offers.value.filter(({ state, may }) => state === 'offered' && (may.publish || may.return)));
  readonly mine: Readable<readonly OfferView[]> = computed(() => this.#offers.value.filter(({ mine }) => mine).reverse());

  readonly fresh: Readable<readonly ItemView[]> = computed(() => {
    const { since, state } = this.reading.value;
    if (state === 'loading') return [];
    return this.#newestFirst.value.filter(({ history }) => history.some(({ logIndex, key }) => logIndex >= since && key !== this.#me));
  });

  readonly changed: Readable<readonly ItemView[]> = computed(() => this.fresh.value.filter(({ key }) => this.reading.value.watched.includes(key)));

  look(): void {
    this.#ground.parts().rounds.ask();
  }

  // ---- reading ----

  record<S extends Shelf>(of: Pick<Version, 'item' | 'parts' | 'document'> & { readonly shelf: S }): Readable<RecordView<RecordOf<S>>> {
    return this.#records.view(of) as ReadonlySignal<RecordView<RecordOf<S>>>;
  }

  read<S extends Shelf>(of: Pick<Version, 'item' | 'parts' | 'document'> & { readonly shelf: S }): Promise<Result<RecordOf<S>>> {
    return attempt(() => this.#records.read(of));
  }

  reason({ item, parts, why }: Pick<Version, 'item' | 'parts' | 'why'>): Readable<RecordView<RecordOf<'retirement'>>> {
    return this.#records.view({ shelf: 'retirement', item, parts, document: why?.document ?? null }) as ReadonlySignal<RecordView<RecordOf<'retirement'>>>;
  }

  facts(jurisdiction: string): Readable<ReadonlyMap<string, FactView>> {
    return this.#same(`facts ${jurisdiction}`, () => this.#factsOf(jurisdiction));
  }

  #factsOf(jurisdiction: string): ReadonlyMap<string, FactView> {
    const found = new Map<string, FactView>();
    for (const [field, version] of this.items.value.get(`framework/${jurisdiction}`)?.facts ?? []) {
      if (version.document !== null) found.set(field, this.#factOf(field, version));
    }
    return found;
  }

  #factOf(field: string, version: Version): FactView {
    const view = this.#records.view(version).value as RecordView<FrameworkRecord>;
    if (view.state !== 'ready') return { ...version, field, fact: view, stale: false };
    const fact = view.value.facts.find((one) => one.field === field);
    if (fact === undefined) return { ...version, field, fact: { state: 'absent' }, stale: false };
    const from = staleFrom(fact, toSeconds(version.at));
    return { ...version, field, fact: { state: 'ready', value: fact }, staleFrom: toMs(from), stale: this.#seconds.value >= from };
  }

  pack(keys: readonly ItemKey[], files: boolean, told: (done: number) => void): Promise<Result<null>> {
    return attempt(async () => {
      const versions = keys.flatMap((key) => standingIn(this.items.value.get(key)));
      const wanted: FileName[] = [];
      for (const [n, version] of versions.entries()) {
        const record = await this.#records.read(version);
        if (files && version.shelf === 'library') wanted.push(...(record as LibraryRecord).files);
        told((n + 1) / (versions.length * (files ? 2 : 1)));
      }
      for (const [n, file] of wanted.entries()) {
        await this.#files.pack(file);
        told(0.5 + (n + 1) / wanted.length / 2);
      }
      told(1);
      return null;
    });
  }

  carry(...said: Parameters<PublicationsDesk['carry']>): Promise<Result<null>> {
    return attempt(async () => {
      await this.#files.carry(...said);
      return null;
    });
  }

  unpack(): Promise<Result<null>> {
    return attempt(async () => {
      await this.#files.unpack(() => false);
      return null;
    });
  }

  // ---- writing ----

  may(shelf: Shelf, item: string): { offer: boolean; publish: boolean; retire: boolean } {
    const seen = this.#issuing.directory.size;
    const stands = this.items.peek().get(keyOf({ shelf, item }));
    const fields = [...(stands?.facts ?? [])].flatMap(([field, { document }]) => (document === null ? [] : [field])).sort();
    const said = { shelf, item, access: 'members', seen, document: ZEROS, parts: shelf === 'framework' ? ['a'] : [] };
    const parts = fields.slice(0, 1); // what is open to different people is retired one by one
    const retired = { ...said, access: this.#accessOf(shelf, item, parts), successor: null, parts };
    return {
      offer: this.#issuing.allows('offer', said),
      publish: this.#issuing.allows('publication', { ...said, offer: null }),
      retire: (shelf !== 'framework' || fields.length > 0) && this.#issuing.allows('retirement', retired),
    };
  }

  #mayDecide({ hash, shelf, item, parts, document, access, seen }: Offer): OfferView['may'] {
    const decides = (outcome: Decision) => this.#issuing.allows('offer-review', { offer: hash, outcome, text: '-' });
    const may = decides('return');
    return { publish: this.#issuing.allows('publication', { shelf, item, parts, document, access, seen, offer: hash }), return: may, refuse: may, withdraw: decides('withdraw') };
  }

  #offer(hash: string): Offer {
    const found = this.#issuing.directory.offers.get(hash);
    if (found === undefined) throw new Refusal({ code: 'not_found' });
    return found;
  }

  #run(order: PublicationOrder, files: readonly File[] = []): Promise<Done> {
    return this.#errands.run(order, files);
  }

  offer(written: Written): Promise<Result<string>> {
    return attempt(async () => (await this.#run(this.#orders.offer(written))).hash);
  }

  publish(written: Written): Promise<Result<string>> {
    return attempt(async () => (await this.#run(this.#orders.publish(written))).hash);
  }

  /** Nobody publishes what they cannot read. */
  publishOffer(offer: string): Promise<Result<string>> {
    return attempt(async () => {
      const of = this.#offer(offer);
      const record = await this.#records.read(of);
      return (await this.#run(this.#orders.publishOffer(of, titleOf(record, of.item)))).hash;
    });
  }

  decide(offer: string, outcome: Decision, text: string): Promise<Result<null>> {
    return attempt(async () => {
      const of = this.#offer(offer);
      await this.#run(this.#orders.decide(of, outcome, text, of.item));
      return null;
    });
  }

  #accessOf(shelf: Shelf, item: string, [part]: readonly string[]): string {
    return this.#issuing.directory.standing(shelf, item, part)?.access ?? 'members';
  }

  retire(retiring: Retiring): Promise<Result<null>> {
    return attempt(async () => {
      const { shelf, item, parts } = retiring;
      await this.#run(this.#orders.retire(retiring, this.#accessOf(shelf, item, parts)));
      return null;
    });
  }

  readonly underWay: Readable<readonly PublicationErrand[]> = computed(() => this.#errands.views() as readonly PublicationErrand[]);

  tryAgain(errand: string): void {
    this.#errands.tryAgain(errand);
  }

  giveUp(errand: string): Promise<Result<null>> {
    return attempt(async () => {
      await this.#errands.giveUp(errand);
      return null;
    });
  }

  readonly kept: Readable<ReadonlyMap<string, unknown>>;

  keep(id: string, value: unknown): Promise<Result<null>> {
    return this.#kept.keep(id, value);
  }

  // ---- files ----

  readonly uploads = computed(() => this.#uploads.views());

  upload(file: File): Promise<Result<UploadedFile>> {
    return attempt(() => this.#uploads.upload(file));
  }

  tryUploadAgain(id: string): void {
    this.#uploads.tryAgain(id);
  }

  dropUpload(id: string): Promise<Result<null>> {
    return attempt(async () => {
      await this.#uploads.drop(id);
      return null;
    });
  }

  pages(sha256: string, from: number, to: number): Promise<Result<Pages>> {
    return attempt(() => this.#files.pages(sha256, from, to));
  }

  saveFile(file: FileName): Promise<Result<null>> {
    return attempt(async () => {
      await this.#files.save(file);
      return null;
    });
  }

  readFile(file: FileName) {
    return attempt(() => this.#files.read(file));
  }

  save(name: string, text: string): Promise<Result<null>> {
    return saveText(this.#ports, name, text);
  }

  search(query: SearchQuery): Promise<Result<SearchAnswer>> {
    return attempt(() => ask(this.#server, this.#ground.parts(), query));
  }

  // ---- for myself ----

  readonly reading: Reading['view'];

  watch(key: ItemKey, on: boolean): Promise<Result<null>> {
    return this.#keep((kept) => ({ ...kept, watched: on ? [...new Set([...kept.watched, key])] : kept.watched.filter((one) => one !== key) }));
  }

  changeLists(edit: (lists: readonly ReadingList[]) => readonly ReadingList[]): Promise<Result<null>> {
    return this.#keep((kept) => ({ ...kept, lists: edit(kept.lists) }));
  }

  saveProgress(course: string, progress: CourseProgress): Promise<Result<null>> {
    return this.#keep((kept) => ({ ...kept, progress: { ...kept.progress, [course]: progress } }));
  }

  #keep(edit: Parameters<Reading['change']>[0]): Promise<Result<null>> {
    return attempt(async () => {
      await this.#reading.change(edit);
      return null;
    });
  }

  caughtUp(shown: number): Promise<Result<null>> {
    return attempt(async () => {
      await this.#reading.caughtUp(shown);
      return null;
    });
  }

  // ---- news outside the browser ----

  feedSince(): Promise<Result<Ms | null>> {
    return attempt(async () => {
      const { since } = await this.#server.json<{ since: number | null }>({ method: 'GET', path: '/me/feed' });
      return since === null ? null : toMs(since);
    });
  }

  makeFeed(): Promise<Result<string>> {
    return attempt(async () => (await this.#server.json<{ token: string }>({ method: 'PUT', path: '/me/feed' })).token);
  }

  endFeed(): Promise<Result<null>> {
    return attempt(async () => {
      await this.#server.call({ method: 'DELETE', path: '/me/feed' });
      return null;
    });
  }

  // ---- rooms ----

  places(shelf: 'meeting' | 'course', item: string, office: OfficeId, capacity: number | null): Readable<Places> {
    const event = { shelf, item, office, capacity };
    return this.#same(`places ${JSON.stringify(event)}`, () => this.#rooms.places(event));
  }

  nominate(to: OfficeId, said: Parameters<PublicationsDesk['nominate']>[1], files: readonly File[]): Promise<Result<RoomId>> {
    return attempt(async () => (await this.#run(this.#rooms.nomination(to, said), files)).room);
  }

  place(room: RoomId, participation: EntryId, people: Parameters<PublicationsDesk['place']>[2], text: string): Promise<Result<null>> {
    return attempt(async () => {
      await this.#run(this.#rooms.place(room, participation, people, text));
      return null;
    });
  }

  newPersonId(): string {
    return toHex(this.#ports.random.bytes(ID_BYTES));
  }

  manuscripts(room: RoomId): Readable<readonly Manuscript[]> {
    return this.#same(`manuscripts ${room}`, () => this.#rooms.manuscripts(room));
  }

  sendManuscript(to: RoomId | readonly OfficeId[], said: Parameters<PublicationsDesk['sendManuscript']>[1]): Promise<Result<RoomId>> {
    return attempt(async () => (await this.#run(this.#rooms.manuscript(to, said))).room);
  }
}
