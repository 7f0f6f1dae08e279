/** What is typed into a form and not sent yet: sealed rows of this browser, nothing on the server. */
import { signal } from '@preact/signals';
import { attempt } from './failures.ts';
import type { Local } from './local.ts';
import type { Result } from './model.ts';

const ROW = 'kept/';

export class Kept {
  /** By the id that the form gave it; whatever JSON can say. */
  readonly all = signal<ReadonlyMap<string, unknown>>(new Map());
  readonly #local: Local;
  readonly #loaded: Promise<void>;
  /** Written or forgotten here, perhaps before the disk was read: what is there is older. */
  readonly #touched = new Set<string>();
  /** One after the other: the last thing typed is what stays. */
  #writing: Promise<unknown> = Promise.resolve();

  constructor(local: Local) {
    this.#local = local;
    this.#loaded = this.#load();
    this.#loaded.catch(() => undefined); // raised where somebody writes
  }

  async #load(): Promise<void> {
    const rows = await this.#local.rows.names(ROW);
    const found = await Promise.all(rows.map(async (row): Promise<[string, unknown]> => [row.slice(ROW.length), await this.#local.read(row)]));
    this.all.value = new Map([...found.filter(([id, value]) => value !== undefined && !this.#touched.has(id)), ...this.all.peek()]);
  }

  /** `null` forgets it. */
  keep(id: string, value: unknown): Promise<Result<null>> {
    this.#touched.add(id);
    const next = new Map(this.all.peek());
    if (value === null) next.delete(id);
    else next.set(id, value);
    this.all.value = next;
    const write = this.#writing.then(() => this.#write(id, value));
    this.#writing = write.catch(() => undefined);
    return attempt(() => write);
  }

  async #write(id: string, value: unknown): Promise<null> {
    await this.#loaded;
    if (value === null) await this.#local.rows.delete(ROW + id);
    else await this.#local.write(ROW + id, value);
    return null;
  }
}
