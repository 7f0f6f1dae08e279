/** How far each attachment has got, by its id: one signal that draft and thread views read. */
import { signal } from '@preact/signals';
import type { Transfer } from './model.ts';

const READY: Transfer = { state: 'ready' };

export class Transfers {
  readonly #all = signal<ReadonlyMap<string, Transfer>>(new Map());

  of(id: string): Transfer {
    return this.#all.value.get(id) ?? READY;
  }

  set(id: string, transfer: Transfer): void {
    this.#all.value = new Map(this.#all.peek()).set(id, transfer);
  }

  forget(id: string): void {
    const rest = new Map(this.#all.peek());
    rest.delete(id);
    this.#all.value = rest;
  }
}
