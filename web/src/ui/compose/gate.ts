/**
 * The quality gate of a freeze request: what is missing (red, blocks sending) and what would help (amber).
 *
 * From UNCAC 46(15) and 55(3) and the gate of the reference page "request"; pure, so that it is tested alone.
 * Red is only what makes a request useless to the other side: eight things, and all of them quick to give.
 */
import { isOperational } from '../../session/allowed';
import type { Ms, Office, RequestForm, Tlp } from '../../session/model';

export type GateCode =
  | 'no_recipient' | 'not_asked' | 'unreachable' | 'no_asset' | 'no_person' | 'no_identifier' | 'no_offence' | 'no_link' | 'no_facts'
  | 'no_needed_by' | 'no_purpose' | 'no_contact' | 'language' | 'handling'
  | 'needed_by_past' | 'flash' | 'iban' | 'no_amount' | 'no_place' | 'no_law' | 'no_stage' | 'no_formal_by' | 'formal_language'
  | 'no_third_parties' | 'no_phone' | 'short_facts';

export interface Finding {
  readonly code: GateCode;
  readonly level: 'red' | 'amber';
}

export interface GateContext {
  readonly offices: readonly Office[]; // chosen recipients
  readonly handling: Tlp;
  readonly now: Ms;
  /** Languages that the receiving country's framework names for a formal request; empty when unknown. */
  readonly formalLanguages: readonly string[];
}

const DAY = 86_400_000;
const ENOUGH_FACTS = 120; // characters: about two sentences

export function examine(form: RequestForm, context: GateContext): readonly Finding[] {
  return [...missing(form, context).map((code) => ({ code, level: 'red' as const })), ...advisable(form, context).map((code) => ({ code, level: 'amber' as const }))];
}

type Check = readonly [GateCode, boolean];

function held(checks: readonly Check[]): readonly GateCode[] {
  return checks.filter(([, fails]) => fails).map(([code]) => code);
}

function missing(form: RequestForm, context: GateContext): readonly GateCode[] {
  const [asset] = form.assets;
  const person = form.persons.find(({ name }) => said(name));
  return held([
    ['no_recipient', context.offices.length === 0],
    ['not_asked', context.offices.some(({ country }) => !isOperational(country))],
    ['unreachable', context.offices.some((office) => office.unreachable !== undefined)],
    ['no_asset', !asset || !(said(asset.identifier) || (said(asset.place) && said(asset.holder)))],
    ['no_person', person === undefined],
    ['no_identifier', person !== undefined && !said(person.born) && !said(person.document)],
    ['no_offence', !said(form.offence)],
    ['no_link', form.assets.some(({ link }) => link === '')],
    ['no_facts', !said(form.facts)],
    ['no_needed_by', form.kind === 'freeze' && form.neededBy === null],
    ['no_purpose', !said(form.purpose)],
    ['no_contact', !said(form.contact.name)],
    ['language', context.offices.some((office) => !readable(form.language, office, context.formalLanguages))],
    ['handling', context.handling === 'TLP:CLEAR'], // a live freeze request is never free to publish
  ]);
}

function advisable(form: RequestForm, context: GateContext): readonly GateCode[] {
  const left = form.neededBy === null ? Infinity : form.neededBy - context.now;
  return held([
    ['needed_by_past', left <= 0],
    ['flash', left > 0 && left <= DAY && form.urgency !== 'flash'],
    ['iban', form.assets.some(({ type, identifier }) => type === 'bank_account' && looksLikeIban(identifier) && !validIban(identifier))],
    ['short_facts', said(form.facts) && form.facts.trim().length < ENOUGH_FACTS],
    ['no_place', form.assets.some(({ place }) => !said(place))],
    ['no_amount', form.assets.some(({ amount }) => !said(amount))],
    ['no_law', !said(form.offenceLaw)],
    ['no_stage', form.stage === ''],
    ['no_formal_by', form.formalBy === null],
    ['formal_language', context.formalLanguages.length > 0 && !context.formalLanguages.includes(form.language)],
    ['no_third_parties', !said(form.thirdParties)],
    ['no_phone', !said(form.contact.phone)],
  ]);
}

function said(text: string): boolean {
  return text.trim() !== '';
}

/** Somebody there works in the language, or the country's law accepts it. Nothing known: not an obstacle. */
function readable(language: string, office: Office, formal: readonly string[]): boolean {
  const known = [...office.languages, ...office.officers.flatMap((officer) => officer.languages), ...formal];
  return known.length === 0 || known.includes(language);
}

function looksLikeIban(text: string): boolean {
  return /^[A-Za-z]{2}\d{2}/.test(text.replace(/\s/g, ''));
}

/** ISO 13616: move the first four to the end, letters to numbers, remainder by 97 is 1. */
export function validIban(text: string): boolean {
  const iban = text.replace(/\s/g, '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(iban)) return false;
  const digits = (iban.slice(4) + iban.slice(0, 4)).replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

/** A blank form: what can be filled in for the officer is. */
export function blankRequest(contact: RequestForm['contact'], language: string, purpose: string, measure: string): RequestForm {
  return {
    kind: 'freeze', urgency: 'urgent', language,
    assets: [blankAsset], persons: [blankPerson],
    offence: '', offenceLaw: '', facts: '', stage: '', authority: '', measure, order: '', thirdParties: '',
    neededBy: null, formalBy: null, purpose, contact,
  };
}

export const blankAsset = { type: 'bank_account', identifier: '', holder: '', place: '', amount: '', currency: '', link: '' } as const;
export const blankPerson = { name: '', latin: '', born: '', document: '', nationality: '' } as const;
