/**
 * Rows in IndexedDB, and a key that cannot be read out of it. What is in the rows is sealed by the
 * session before it comes here; this file knows no plaintext.
 *
 * One database for one person at a time: signing out wipes all of it.
 */
import type { Bytes } from '../protocol/bytes.ts';
import type { Keepsake, Rows } from '../session/ports.ts';

const DATABASE = 'repatria';
const ROWS = 'rows';
const KEYS = 'keys';
const KEEPSAKE = 'keepsake';
const NONCE_BYTES = 12;

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new Error('indexeddb'));
    };
  });
}

function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => {
      resolve();
    };
    transaction.onabort = () => {
      reject(transaction.error ?? new Error('indexeddb'));
    };
  });
}

function openDatabase(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(ROWS);
    request.result.createObjectStore(KEYS);
  };
  return settled(request);
}

export class Store implements Rows, Keepsake {
  readonly #name: string;
  #database: Promise<IDBDatabase> | undefined;

  constructor(name = DATABASE) {
    this.#name = name;
  }

  /** The server's Clear-Site-Data closes the database under us; the next use opens it again. */
  #open(): Promise<IDBDatabase> {
    this.#database ??= openDatabase(this.#name).then((database) => {
      const forget = (): void => {
        this.#database = undefined;
      };
      database.onclose = forget;
      database.onversionchange = () => {
        database.close();
        forget();
      };
      return database;
    });
    return this.#database;
  }

  async #transaction(store: string, mode: IDBTransactionMode): Promise<IDBTransaction> {
    const options: IDBTransactionOptions = { durability: 'strict' };
    try {
      return (await this.#open()).transaction(store, mode, options);
    } catch {
      this.#database = undefined;
      return (await this.#open()).transaction(store, mode, options);
    }
  }

  async get(name: string): Promise<Bytes | undefined> {
    const transaction = await this.#transaction(ROWS, 'readonly');
    return settled(transaction.objectStore(ROWS).get(name) as IDBRequest<Bytes | undefined>);
  }

  async put(name: string, value: Bytes): Promise<void> {
    await this.putAll(new Map([[name, value]]));
  }

  async putAll(rows: ReadonlyMap<string, Bytes | null>): Promise<void> {
    const transaction = await this.#transaction(ROWS, 'readwrite');
    const done = committed(transaction);
    const store = transaction.objectStore(ROWS);
    for (const [name, value] of rows) {
      if (value === null) store.delete(name);
      else store.put(value, name);
    }
    await done;
  }

  async names(prefix: string): Promise<readonly string[]> {
    const transaction = await this.#transaction(ROWS, 'readonly');
    const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
    return (await settled(transaction.objectStore(ROWS).getAllKeys(range))) as string[];
  }

  async delete(name: string): Promise<void> {
    await this.putAll(new Map([[name, null]]));
  }

  /** Everything, the key included. */
  async wipe(): Promise<void> {
    const database = await this.#open();
    const transaction = database.transaction([ROWS, KEYS], 'readwrite');
    const done = committed(transaction);
    transaction.objectStore(ROWS).clear();
    transaction.objectStore(KEYS).clear();
    await done;
    database.close();
    this.#database = undefined;
    await settled(indexedDB.deleteDatabase(this.#name));
  }

  async #key(): Promise<CryptoKey | undefined> {
    const transaction = await this.#transaction(KEYS, 'readonly');
    return settled(transaction.objectStore(KEYS).get(KEEPSAKE) as IDBRequest<CryptoKey | undefined>);
  }

  async #makeKey(): Promise<CryptoKey> {
    const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    const transaction = await this.#transaction(KEYS, 'readwrite');
    const done = committed(transaction);
    transaction.objectStore(KEYS).put(key, KEEPSAKE);
    await done;
    return key;
  }

  async seal(plaintext: Bytes): Promise<Bytes> {
    const key = (await this.#key()) ?? (await this.#makeKey());
    const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
    const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plaintext));
    const out = new Uint8Array(NONCE_BYTES + sealed.length);
    out.set(iv);
    out.set(sealed, NONCE_BYTES);
    return out;
  }

  async open(sealed: Bytes): Promise<Bytes | undefined> {
    const key = await this.#key();
    if (key === undefined) return undefined;
    const iv = sealed.slice(0, NONCE_BYTES);
    try {
      return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, sealed.slice(NONCE_BYTES)));
    } catch {
      return undefined; // sealed by a key that is gone: the kit is simply asked for again
    }
  }
}
