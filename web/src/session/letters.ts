/** A thread's messages as the search reads them, and whether one is what is looked for. Pure. */
import { fold } from './folding.ts';
import type { Country, EntryId, Name, Office, OfficerId, Ms, RoomId, Thread, ThreadItem } from './model.ts';
import type { Party, Query } from './query.ts';

/** One message, in the reader's order of parts: what was written, then whatever else it names. */
export interface Letter {
  readonly room: RoomId;
  readonly entry: EntryId;
  readonly at: Ms;
  readonly item: ReadItem;
  readonly subject: string;
  readonly parts: readonly string[];
  /** Folded, each word after a space; Arabic words also without what is written onto them. */
  readonly words: string;
  readonly folded: string;
  readonly squeezed: string;
  readonly from: Side;
  readonly to: Side;
  readonly kinds: readonly string[];
  readonly files: boolean;
  readonly unread: boolean;
}

export type ReadItem = Extract<ThreadItem, { kind: 'message' | 'request' | 'acknowledgement' }>;

interface Side {
  readonly words: string;
  readonly countries: readonly Country[];
}

export function isReadItem(item: ThreadItem): item is ReadItem {
  return item.kind === 'message' || item.kind === 'request' || item.kind === 'acknowledgement';
}

/** `first`: the room's subject belongs to this message, so that it is found once. */
export function letterOf(thread: Thread, item: ReadItem, first: boolean): Letter {
  const files = item.kind === 'acknowledgement' ? [] : item.attachments.map(({ name }) => name);
  const parts = [...partsOf(item), ...files].filter((part) => part.trim() !== '');
  const folded = fold([first ? thread.room.subject : '', ...parts].join(' '));
  const others = thread.members.filter(({ id }) => id !== item.office.id);
  return {
    room: thread.room.id, entry: item.id, at: item.at, item, subject: thread.room.subject, parts, folded, words: withStems(folded),
    squeezed: folded.replaceAll(' ', ''),
    from: { words: ` ${fold(`${nameText(item.officer.name)} ${nameText(item.office.name)}`)}`, countries: [item.office.country] },
    to: { words: ` ${fold(others.map(officeText).join(' '))}`, countries: others.map(({ country }) => country) },
    kinds: kindsOf(item), files: files.length > 0, unread: item.unread,
  };
}

function partsOf(item: ReadItem): string[] {
  if (item.kind === 'acknowledgement') return [item.text, item.reference];
  if (item.kind === 'message') {
    const measure = item.answer?.measure;
    return [item.body, ...(measure ? [measure.authority, measure.basis, measure.amount, measure.currency] : [])];
  }
  const { facts, assets, persons, authority, measure, order, offenceLaw, purpose, thirdParties, contact } = item.request;
  const things = assets.flatMap(({ identifier, holder, place, amount, currency }) => [identifier, holder, place, `${amount} ${currency}`]);
  const people = persons.flatMap(({ name, latin, born, document }) => [name, latin, born, document]);
  return [item.body, facts, ...things, ...people, authority, measure, order, offenceLaw, purpose, thirdParties, `${contact.name} ${contact.phone}`];
}

function kindsOf(item: ReadItem): string[] {
  if (item.kind === 'request') return ['request', item.request.kind, item.request.urgency];
  if (item.kind === 'message' && item.answer) return ['answer', item.answer.outcome];
  return [item.kind];
}

function nameText({ own, latin }: Name): string {
  return `${own} ${latin ?? ''}`;
}

function officeText({ name, officers }: Office): string {
  return [nameText(name), ...officers.map((officer) => nameText(officer.name))].join(' ');
}

// ---- words ----

/** What Arabic writes onto a word: and, so, by, as, for, the. Empty where there is nothing of it. */
const PROCLITIC = /^(?:[وف]?[بكل]?ال|[وف]?لل|و)(?=\p{L}{2})/u;

export function stemOf(word: string): string {
  const stem = word.replace(PROCLITIC, '');
  return stem === word ? '' : stem;
}

function withStems(folded: string): string {
  const stems = /\p{Script=Arabic}/u.test(folded) ? folded.split(' ').map(stemOf).filter(Boolean) : [];
  return ` ${[folded, ...stems].join(' ')}`;
}

/** Whether `word` of a query begins a word there; `there` as in Letter.words. */
function begins(there: string, word: string): boolean {
  const stem = stemOf(word);
  return there.includes(` ${word}`) || (stem !== '' && there.includes(` ${stem}`));
}

// ---- matching ----

export function isFound(letter: Letter, query: Query, me: OfficerId): boolean {
  if (letter.at < query.after || letter.at >= query.before) return false;
  if (query.attachment && !letter.files) return false;
  if (query.unread && !letter.unread) return false;
  // Of several kinds any will do, as of several senders; of words every one.
  if (query.kinds.length > 0 && !query.kinds.some((kind) => letter.kinds.includes(kind))) return false;
  const { item } = letter;
  if (query.from.length > 0 && !query.from.some((party) => (party.me ? item.officer.id === me : isParty(letter.from, party)))) return false;
  if (query.to.length > 0 && !query.to.some((party) => (party.me ? !item.ours : isParty(letter.to, party)))) return false;
  return hasText(letter, query);
}

function hasText({ words, folded, squeezed }: Letter, query: Query): boolean {
  return query.words.every((word) => begins(words, word))
    && query.phrases.every((phrase) => ` ${folded} `.includes(` ${phrase} `))
    && query.numbers.every((number) => squeezed.includes(number))
    && !query.without.some((word) => begins(words, word));
}

function isParty(side: Side, { folded, countries }: Party): boolean {
  if (countries.some((country) => side.countries.includes(country))) return true;
  return folded.split(' ').every((word) => begins(side.words, word));
}

// ---- marking ----

export interface Piece {
  readonly text: string;
  readonly marked: boolean;
}

const TOKEN = /[\p{L}\p{M}\p{N}\u0640]+/gu;

/** The text in pieces, with what the query found marked. Nothing is left out: joined they are the text again. */
export function markPieces(text: string, query: Query): readonly Piece[] {
  const tokens = [...text.matchAll(TOKEN)].map((found) => ({ start: found.index, end: found.index + found[0].length, folded: fold(found[0]) }));
  const marked = tokens.map(({ folded }) => query.words.some((word) => isBeginning(folded, word)));
  for (const phrase of query.phrases) markRuns(tokens.map(({ folded }) => folded), marked, phrase, ' ');
  for (const number of query.numbers) markRuns(tokens.map(({ folded }) => folded), marked, number, '');
  const pieces: Piece[] = [];
  let at = 0;
  tokens.forEach(({ start, end }, n) => {
    if (!marked[n]) return;
    // Two marked words side by side are one mark.
    const from = n > 0 && marked[n - 1] ? at : start;
    if (from > at) pieces.push({ text: text.slice(at, from), marked: false });
    const last = pieces.at(-1);
    if (from === at && last?.marked) pieces[pieces.length - 1] = { text: last.text + text.slice(at, end), marked: true };
    else pieces.push({ text: text.slice(from, end), marked: true });
    at = end;
  });
  if (at < text.length || pieces.length === 0) pieces.push({ text: text.slice(at), marked: false });
  return pieces;
}

function isBeginning(token: string, word: string): boolean {
  const stem = stemOf(word);
  const tokenStem = stemOf(token);
  return [token, tokenStem].some((one) => one !== '' && (one.startsWith(word) || (stem !== '' && one.startsWith(stem))));
}

/** Marks every shortest run of words that, joined, holds what is looked for. */
function markRuns(folded: readonly string[], marked: boolean[], wanted: string, joint: string): void {
  for (let first = 0; first < folded.length; first++) {
    let run = '';
    for (let last = first; last < folded.length && run.length < wanted.length + (folded[first]?.length ?? 0); last++) {
      run += (last > first ? joint : '') + (folded[last] ?? '');
      const held = joint === '' ? run.includes(wanted) : run === wanted;
      if (!held) continue;
      // Shorter from the next word on? Then this word is no part of it.
      const without = run.slice((folded[first]?.length ?? 0) + joint.length);
      if (!without.includes(wanted)) marked.fill(true, first, last + 1);
      break;
    }
  }
}

const AROUND = 60;
const MOST = 220;

/** A line or two of the message around the first thing found; from the beginning where nothing in it is. */
export function snippetOf(letter: Letter, query: Query): readonly Piece[] {
  const pieces = markPieces(letter.parts.map((part) => part.replace(/\s+/gu, ' ').trim()).join(' · '), query);
  const first = pieces.findIndex(({ marked }) => marked);
  const start = pieces.slice(0, Math.max(0, first)).reduce((length, { text }) => length + [...text].length, 0);
  return cut(pieces, Math.max(0, start - AROUND));
}

function cut(pieces: readonly Piece[], from: number): readonly Piece[] {
  const kept: Piece[] = [];
  let at = 0;
  for (const { text, marked } of pieces) {
    const part = [...text].slice(Math.max(0, from - at), Math.max(0, from + MOST - at)).join('');
    if (part !== '') kept.push({ text: part, marked });
    at += [...text].length;
  }
  const first = from > 0 ? [{ text: '… ', marked: false }] : [];
  return [...first, ...kept, ...(at > from + MOST ? [{ text: ' …', marked: false }] : [])];
}
