/**
 * Screening as screens show it, and what they may ask about it: model.ts for what is loaded with it.
 *
 * Types, and the codes that the server knows. Scores and weights are per mille, whole, as the server answers them.
 */
import type { Signal } from '@preact/signals';
import type { Country, Ms, Readable, Result } from './model';
import type { NoticeId } from './notice-model';

export const KINDS = ['person', 'organisation', 'vessel', 'vehicle', 'aircraft', 'account', 'wallet', 'property', 'security'] as const;
export type Kind = (typeof KINDS)[number];

export const GENDERS = ['female', 'male', 'other'] as const;
export type Gender = (typeof GENDERS)[number];

/** What identifies one thing, as screening/identifiers.py calls it. */
export const QUERY_SCHEMES = [
  'passport', 'id_card', 'tax', 'register', 'iban', 'account', 'bic', 'lei', 'isin', 'imo', 'mmsi', 'vin', 'plate', 'tail', 'wallet', 'other',
] as const;
export type QueryScheme = (typeof QUERY_SCHEMES)[number];

/** One name or record that is asked for; the same shape as the server's. */
export interface Query {
  readonly kind: Kind;
  readonly names: readonly string[];
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  readonly birth_dates: readonly string[];
  readonly countries: readonly Country[];
  readonly genders: readonly Gender[];
  readonly identifiers: readonly { readonly scheme: string; readonly value: string }[];
}

export type Band = 'strong' | 'probable' | 'weak';

/** Why words of two names, or two facts, speak for or against; codes of screening/reasons.py and facts.py. */
export interface Reason {
  readonly part: 'name' | 'fact';
  readonly kind: string;
  readonly query: string;
  readonly listed: string;
  readonly weight: number;
}

/** Where a record of an own list stands. */
export interface ListPlace {
  readonly list: string;
  /** The file that it was taken from, and the line there. */
  readonly source: string;
  readonly line: number;
}

/** A listed record that may be the one asked for. Never more than a lead. */
export interface Lead {
  /** The notice's hash, or that and `#` and which of its record's holders or assets; of an own list `list/name/id`. */
  readonly id: string;
  /** Empty in an own list. */
  readonly notice: NoticeId;
  readonly place: ListPlace | null;
  /** Of what it says: the notice's hash, or the digest of the list's entry. */
  readonly content: string;
  /** What of the notice is meant, or an entry of a list. */
  readonly of: 'subject' | 'holder' | 'asset' | 'entry';
  readonly score: number;
  readonly band: Band;
  /** The listed name that agrees best; empty by number alone. */
  readonly name: string;
  readonly queryName: string;
  readonly reasons: readonly Reason[];
}

/** What was found for one query. */
export interface Found {
  readonly query: Query;
  readonly leads: readonly Lead[];
  /** It has names, and none of them holds anything to compare: signs only. */
  readonly empty: boolean;
}

/** What of the office's own lists was compared: entries in all, and lists by name. */
export interface ListsAnswered {
  readonly entries: number;
  readonly screened: readonly string[];
  readonly leftOut: readonly string[];
}

/** An answer of the server, against all notices that were valid at `position` of the register. */
export interface Answered {
  readonly found: readonly Found[];
  readonly position: number;
  readonly listed: number;
  /** Nothing below it was answered. */
  readonly threshold: number;
  /** Leads of each query; there may be more where so many were answered. */
  readonly limit: number;
  /** Null while the office's own lists are being compared; of whoever has none there are none. */
  readonly lists: ListsAnswered | null;
}

/**
 * How far a list has got in this browser. kept: not looked at yet; unreadable: its file is not what the office's room says;
 * other_analysis: made by a version whose words are not compared here; unreachable: tried again; too_large: for the command line.
 */
export type ListState =
  | { readonly code: 'kept' | 'ready' | 'unreadable' | 'other_analysis' | 'unreachable' | 'too_large' }
  | { readonly code: 'loading'; readonly done: number };

/** A list of the office's own, as its room has it. */
export interface OfficeList {
  readonly name: string;
  readonly entries: number;
  /** A code of the reference data. */
  readonly licence: string;
  readonly by: string;
  readonly at: Ms;
  /** The file that it was taken from, its day as somebody said it, its terms as they were told. */
  readonly source: { readonly name: string; readonly taken: string; readonly terms: string };
  readonly state: ListState;
}

/** As it stands in the form, checked only when asked. */
export interface Typed {
  readonly many: boolean;
  readonly kind: Kind;
  readonly name: string;
  /** One per line: other names of the same, or with `many` each a query of its own. */
  readonly names: string;
  readonly born: string;
  readonly countries: string;
  readonly gender: Gender | '';
  readonly identifiers: readonly { readonly scheme: QueryScheme; readonly value: string }[];
  /** From which score on leads are shown. */
  readonly threshold: number;
}

export const VERDICTS = ['match', 'no_match', 'unsure'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What somebody of this office found a lead to be. */
export interface Decided {
  readonly verdict: Verdict;
  readonly why: string;
  readonly by: string;
  readonly at: Ms;
  /** The record has been replaced since: this was said of what it was before. */
  readonly again: boolean;
}

/** More watched names are for the command line, which screens on its own machine. */
export const MOST_WATCHED = 2_000;

/** A name that the office watches; `id` is its identity. */
export interface WatchedName {
  readonly id: string;
  readonly query: Query;
}

/** An undecided lead of a watched name; fresh until somebody of the office has seen it. */
export interface WatchedLead {
  readonly watched: string;
  readonly query: Query;
  readonly lead: Lead;
  readonly fresh: boolean;
}

/** Everything about screening. None of its verbs throws. What is typed and found lives in memory, for as long as the session. */
export interface ScreeningDesk {
  readonly typed: Signal<Typed | null>;
  readonly answered: Signal<Answered | null>;
  /** Asks the server, which keeps nothing of it. */
  screen(queries: readonly Query[], threshold: number): Promise<Result<Answered>>;
  /** Null while it is read, and for whoever sits in no office: they decide and watch nothing. */
  readonly watched: Readable<readonly WatchedName[] | null>;
  /** The watched names' leads, fresh ones first; null before they were asked for. */
  readonly leads: Readable<readonly WatchedLead[] | null>;
  /** Screens the watched names as far as that was not done. */
  follow(): Promise<Result<null>>;
  /** These were shown: nobody of the office is told again. */
  seen(leads: readonly WatchedLead[]): Promise<Result<null>>;
  /** Reads a signal. */
  decided(query: Query, lead: Lead): Decided | null;
  decide(query: Query, lead: Lead, verdict: Verdict, why: string): Promise<Result<null>>;
  /** Shared in the office's room: names that are screened again from now on, or no longer. */
  watch(queries: readonly Query[]): Promise<Result<null>>;
  unwatch(id: string): Promise<Result<null>>;
  /** Reads a signal. */
  isWatched(query: Query): boolean;
  /** The office's own lists; null like `watched`. */
  readonly lists: Readable<readonly OfficeList[] | null>;
  /** Fetches and opens the lists as far as that was not done. */
  openLists(): Promise<Result<null>>;
  /** Ends a list for the whole office. */
  endList(name: string): Promise<Result<null>>;
  /** Hands a table to the browser as a file. */
  save(name: string, text: string): Promise<Result<null>>;
}
