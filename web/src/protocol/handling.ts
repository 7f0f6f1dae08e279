/** What handling code each entry of a room has now (protocol/bodies.md, "Handling"). Pure. */
import { type JsonObject } from './canonical.ts';
import { type Tlp } from './entries.ts';

/** Strictest first. */
export const STRICTEST: readonly Tlp[] = ['TLP:RED', 'TLP:AMBER+STRICT', 'TLP:AMBER', 'TLP:GREEN', 'TLP:CLEAR'];

/** An opened entry, as far as it matters here; `body` has been checked (bodies.ts). */
export interface Marked {
  readonly hash: string;
  readonly office: string;
  readonly body: JsonObject | null | undefined;
}

export interface Change {
  /** The entry that it is about; empty `from` where that has no code. */
  readonly of: string;
  readonly from: Tlp | '';
  readonly to: Tlp;
  readonly counts: boolean;
}

export interface Handlings {
  /** By entry. */
  readonly codes: ReadonlyMap<string, Tlp>;
  /** By the entry that asked for it. */
  readonly changes: ReadonlyMap<string, Change>;
}

/** `entries` in the order of the room. */
export function foldHandling(entries: readonly Marked[]): Handlings {
  const codes = new Map<string, Tlp>();
  const offices = new Map<string, string>();
  const changes = new Map<string, Change>();
  for (const { hash, office, body } of entries) {
    if (!body) continue;
    if (body['kind'] === 'handling') {
      const { of, tlp: to } = body as unknown as { of: string; tlp: Tlp };
      const from = codes.get(of) ?? '';
      const counts = from !== '' && mayChange(from, to, office === offices.get(of));
      changes.set(hash, { of, from, to, counts });
      if (counts) codes.set(of, to);
      continue;
    }
    // Of a kind made by a newer version nothing has been checked.
    const own = STRICTEST.find((code) => code === (body['handling'] as { tlp?: unknown } | null | undefined)?.tlp);
    if (own === undefined) continue;
    codes.set(hash, own);
    offices.set(hash, office);
  }
  return { codes, changes };
}

/** `own`: the change is made for the office that wrote the entry. */
export function mayChange(from: Tlp, to: Tlp, own: boolean): boolean {
  return isStricter(to, from) || (own && isStricter(from, to));
}

export function isStricter(one: Tlp, other: Tlp): boolean {
  return STRICTEST.indexOf(one) < STRICTEST.indexOf(other);
}

/** Of a thread; undefined where nothing has a code. */
export function strictest(codes: Iterable<Tlp>): Tlp | undefined {
  const all = [...codes];
  return STRICTEST.find((code) => all.includes(code));
}
