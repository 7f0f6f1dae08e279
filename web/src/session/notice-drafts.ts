/** Notices that are being written: sealed rows of this browser, pictures beside them, nothing on the server before they are submitted. */
import { signal } from '@preact/signals';
import { toHex } from '../protocol/bytes.ts';
import { sha256Hex } from '../protocol/digests.ts';
import { MAX_PICTURE_BYTES } from '../protocol/notices.ts';
import { Refusal } from './failures.ts';
import type { Local } from './local.ts';
import type { NoticeDraft, NoticePicture } from './notice-model.ts';
import type { Ports } from './ports.ts';

const DRAFT = 'notice-draft/';
const PICTURE = 'notice-picture/';
const ID_BYTES = 16;
const MOST_PICTURES = 12;

export class NoticeDrafts {
  readonly all = signal<readonly NoticeDraft[]>([]);
  readonly #ports: Ports;
  readonly #local: Local;
  readonly #loaded: Promise<void>;

  constructor(ports: Ports, local: Local) {
    this.#ports = ports;
    this.#local = local;
    this.#loaded = this.#load();
    this.#loaded.catch(() => undefined); // raised where somebody writes
  }

  async #load(): Promise<void> {
    const rows = await this.#local.rows.names(DRAFT);
    const found = await Promise.all(rows.map((row) => this.#local.read<NoticeDraft>(row)));
    this.all.value = found.filter((draft) => draft !== undefined);
  }

  get(id: string): NoticeDraft {
    const found = this.all.peek().find((draft) => draft.id === id);
    if (found === undefined) throw new Refusal({ code: 'not_found' });
    return found;
  }

  async create(start: Omit<NoticeDraft, 'id'>): Promise<NoticeDraft> {
    await this.#loaded;
    const draft = { ...start, id: toHex(this.#ports.random.bytes(ID_BYTES)) };
    this.all.value = [...this.all.peek(), draft];
    await this.#local.write(DRAFT + draft.id, draft);
    return draft;
  }

  async save(draft: NoticeDraft): Promise<void> {
    await this.#loaded;
    this.get(draft.id); // what was submitted or dropped meanwhile does not come back
    this.all.value = this.all.peek().map((one) => (one.id === draft.id ? draft : one));
    await this.#local.write(DRAFT + draft.id, draft);
  }

  async drop(id: string): Promise<void> {
    await this.#loaded;
    this.all.value = this.all.peek().filter((draft) => draft.id !== id);
    const names = [DRAFT + id, ...(await this.#local.rows.names(`${PICTURE}${id}/`))];
    await this.#local.rows.putAll(new Map(names.map((name) => [name, null])));
  }

  async addPicture(id: string, { bytes, type }: NoticePicture, caption: string): Promise<NoticeDraft> {
    await this.#loaded;
    if (bytes.length === 0 || bytes.length > MAX_PICTURE_BYTES) throw new Refusal({ code: 'too_large' });
    const sha256 = sha256Hex(bytes);
    await this.#local.put(row(id, sha256), bytes);
    const before = this.get(id);
    const others = before.record.pictures.filter((one) => one.sha256 !== sha256);
    if (others.length >= MOST_PICTURES) throw new Refusal({ code: 'too_large' });
    const draft = { ...before, record: { ...before.record, pictures: [...others, { sha256, len: bytes.length, type, caption }] } };
    await this.save(draft);
    return draft;
  }

  async pictures(id: string): Promise<readonly NoticePicture[]> {
    await this.#loaded;
    return Promise.all(this.get(id).record.pictures.map(async ({ sha256, type }) => {
      const bytes = await this.#local.get(row(id, sha256));
      if (bytes === undefined) throw new Refusal({ code: 'disk_full', detail: 'a picture is gone' });
      return { bytes, type };
    }));
  }
}

function row(draft: string, sha256: string): string {
  return `${PICTURE}${draft}/${sha256}`;
}
