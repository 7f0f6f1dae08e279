/** What a certificate says, taken from the place that somebody was given. Pure. */
import type { EntryId, Ms, OfficeId } from '../../session/model';
import type { Participant, PlaceView } from '../../session/publication-model';

/** What is certified: the caller knows it from its record, in the reader's language. */
export interface CertifiedThing {
  readonly of: 'course' | 'meeting';
  readonly title: string;
  /** Of the title. */
  readonly language: string;
  /** "3 hours", "2 days"; may be empty. */
  readonly amount: string;
  /** Where and when, for a meeting; may be empty. */
  readonly held: string;
  /** Which certifies. */
  readonly office: OfficeId;
  /** Its publication; null where it ships. */
  readonly published: { readonly hash: string; readonly index: number; readonly document: string } | null;
}

export interface Certified extends CertifiedThing {
  readonly person: Participant;
  /** The person's own office. */
  readonly home: OfficeId;
  readonly at: Ms;
  /** The message that certifies; `by` as the verified directory names who signed it. */
  readonly answer?: { readonly entry: EntryId; readonly key: string; readonly by: string };
}

/** Null unless a certificate was given. */
export function certifiedOf(place: PlaceView | undefined, thing: CertifiedThing): Certified | null {
  if (place?.state !== 'certified') return null;
  const { person, office: home, at, decidedAt, answer } = place;
  return { ...thing, person, home, at: decidedAt ?? at, ...(answer ? { answer } : {}) };
}
