import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../protocol/canonical';
import { formOf, toMs } from '../../session/form';
import type { RequestForm, Tlp } from '../../session/model';
import { readRows } from '../../../reference';
import { freeze } from '../gallery/cases';
import { NOW, officeOf } from '../gallery/people';
import { assetCodes } from './codes';
import { blankRequest, examine, validIban, type GateContext } from './gate';

const context: GateContext = { offices: [officeOf('CH')], handling: 'TLP:AMBER+STRICT', now: NOW, formalLanguages: ['de', 'fr', 'it'] };
const red = (form: RequestForm, extra: Partial<GateContext> = {}): string[] => examine(form, { ...context, ...extra }).filter(({ level }) => level === 'red').map(({ code }) => code);
const amber = (form: RequestForm): string[] => examine(form, context).filter(({ level }) => level === 'amber').map(({ code }) => code);
const [asset] = freeze.assets;
const [person] = freeze.persons;
if (!asset || !person) throw new Error('the sample request has lost its asset or person');

interface SharedContext {
  readonly offices: readonly { readonly languages: readonly string[]; readonly reachable: boolean }[];
  readonly handling: Tlp;
  readonly language: string;
  readonly now: number; // Unix seconds
  readonly formal_languages: readonly string[];
}
interface Shared {
  readonly base: { readonly request: JsonObject; readonly context: SharedContext };
  readonly cases: readonly { readonly name: string; readonly request: JsonObject; readonly context: Partial<SharedContext>; readonly red: readonly string[]; readonly amber: readonly string[] }[];
}
const TABLE = join(import.meta.dirname, '..', '..', '..', '..', 'tests', 'sdk', 'gate_cases.json');
const shared = JSON.parse(readFileSync(TABLE, 'utf8')) as Shared;

/** The same table judges the gate of the command line (tests/sdk/test_gate.py). */
it.each(shared.cases.map((one) => [one.name, one] as const))('finds what the shared table says: %s', (_name, { request, context, ...expected }) => {
  const { offices, handling, language, now, formal_languages: formalLanguages } = { ...shared.base.context, ...context };
  const form = formOf({ ...shared.base.request, ...request }, language);
  const chosen = offices.map(({ languages, reachable }) => ({ ...officeOf('CH'), officers: [], languages, ...(reachable ? {} : { unreachable: 'no_officer' as const }) }));
  const found = examine(form, { offices: chosen, handling, now: toMs(now), formalLanguages });
  expect(found.filter(({ level }) => level === 'red').map(({ code }) => code)).toEqual(expected.red);
  expect(found.filter(({ level }) => level === 'amber').map(({ code }) => code)).toEqual(expected.amber);
});

describe('what blocks a freeze request', () => {
  it('is nothing when the eight things are there', () => {
    expect(red(freeze)).toEqual([]);
  });

  it('is at most eight things for an officer who starts from the blank form', () => {
    const blank = blankRequest({ name: 'Wanjiku Kamau', phone: '', languages: ['en'] }, 'en', 'Investigation.', 'Freeze.');
    const first = red(blank, { offices: [] });
    expect(first).toEqual(['no_recipient', 'no_asset', 'no_person', 'no_offence', 'no_link', 'no_facts', 'no_needed_by']);
    expect(red({ ...blank, persons: [{ ...person, born: '', document: '' }] }, { offices: [] })).toHaveLength(7); // the person is named, now the identifier is asked
  });

  it.each<[string, Partial<RequestForm>]>([
    ['no_asset', { assets: [{ ...asset, identifier: ' ', place: '' }] }],
    ['no_person', { persons: [] }],
    ['no_identifier', { persons: [{ ...person, born: '', document: ' ' }] }],
    ['no_offence', { offence: '' }],
    ['no_link', { assets: [asset, { ...asset, link: '' }] }],
    ['no_facts', { facts: '\n' }],
    ['no_needed_by', { neededBy: null }],
    ['no_purpose', { purpose: '' }],
    ['no_contact', { contact: { ...freeze.contact, name: '' } }],
    ['language', { language: 'es' }],
  ])('%s', (code, part) => {
    expect(red({ ...freeze, ...part })).toEqual([code]);
  });

  it('accepts bank and holder instead of an account number', () => {
    expect(red({ ...freeze, assets: [{ ...asset, identifier: '' }] })).toEqual([]);
  });

  it('knows offices that nothing can be sealed to', () => {
    expect(red({ ...freeze, language: 'es' }, { offices: [officeOf('PA')] })).toEqual(['unreachable']);
    expect(red(freeze, { offices: [{ ...officeOf('CH'), country: 'XP' }] })).toEqual(['not_asked']);
  });

  it('refuses to publish a live request', () => {
    expect(red(freeze, { handling: 'TLP:CLEAR' })).toEqual(['handling']);
  });

  it('takes a language of the law where nobody in the office speaks it', () => {
    expect(red({ ...freeze, language: 'it' })).toEqual([]);
  });
});

describe('what would help', () => {
  it('tells that 20 hours are a flash, and that the formal request needs another language', () => {
    expect(amber(freeze)).toEqual(['flash', 'formal_language']);
  });

  it('doubts an IBAN whose check digits do not fit, and nothing else that is no IBAN', () => {
    expect(amber({ ...freeze, assets: [{ ...asset, identifier: 'CH94 0076 2011 6238 5295 7' }] })).toContain('iban');
    expect(amber({ ...freeze, assets: [{ ...asset, identifier: '0140012345' }] })).not.toContain('iban');
  });

  it('doubts a time that has passed', () => {
    expect(amber({ ...freeze, neededBy: NOW - 1 })).toContain('needed_by_past');
  });
});

// Examples of the IBAN registry (SWIFT); the last two differ by one digit and by a swap.
it.each([['GB29 NWBK 6016 1331 9268 19', true], ['DE89370400440532013000', true], ['AE070331234567890123456', true], ['SA0380000000608010167519', true],
  ['GB28 NWBK 6016 1331 9268 19', false], ['DE89370400440532013009', false], ['DE89370400440523013000', false], ['', false]])('IBAN %s: %s', (iban, valid) => {
  expect(validIban(iban)).toBe(valid);
});

it('offers exactly the asset types of the reference data', () => {
  expect([...assetCodes]).toEqual(readRows('asset-types.csv').map((row) => row['code']));
});
