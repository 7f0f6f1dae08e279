/** The library's pure parts: what is listed, cited, found in a text. */
import { expect, test } from 'vitest';
import abstracts from 'virtual:reference/abstracts';
import glossary from 'virtual:reference/glossary';
import shipped from 'virtual:reference/library';
import groups from 'virtual:reference/library/es';
import type { LibraryRecord } from '../../protocol/publications';
import { checkRecord } from '../../protocol/publications';
import { blocksOf } from './body';
import { carried } from './carried';
import { citation } from './citation';
import { collected, collectionOf, namedIn } from './collection';
import { differences } from './differences';
import { blankRecord, gaps, itemOf, type LibraryDraft, tidy } from './draft';
import { chosen, type Entry, joined, related, shippedEntry, UNFILTERED, wordsIn } from './entries';
import { recordIn, textIn, titleIn } from './manuscripts';
import { forms, TermFinder } from './term-finder';
import { codesOfGroups } from './use-reference';

const entries = shipped.map((entry) => shippedEntry(entry, abstracts[entry.item] ?? ''));
const named = (item: string): Entry => {
  const found = entries.find((entry) => entry.item === item);
  if (!found) throw new Error(item);
  return found;
};
const codes = codesOfGroups(groups);
const asked = (filters: Partial<typeof UNFILTERED>) => chosen(entries, {
  filters: { ...UNFILTERED, ...filters }, above: codes.above, names: (facet, code) => (facet === 'language' ? code : codes.nameIn(facet, code)), isFresh: () => false, isListed: () => true,
}).entries.map(({ item }) => item);

test('what ships has the shape of what is published', () => {
  expect(entries).toHaveLength(56);
  for (const { record, item } of entries) expect(checkRecord('library', record), item).toEqual(record);
});

test('a document is found by its Arabic title however the letters are written, and by the Spanish name of its topic', () => {
  expect(asked({ text: 'الأمم المتحده لمكافحة الفساد' })).toContain('unodc-uncac');
  expect(asked({ text: 'titularidad real' })).toEqual(['star-puppet', 'fatf-conceal']);
});

test('facets narrow together, and an upper topic finds what stands below it', () => {
  expect(asked({ type: 'treaty', language: 'ar' })).toEqual(['unodc-uncac', 'unodc-untoc', 'au-conv', 'arab-conv']);
  expect(asked({ topic: 'confiscation' })).toContain('star-ncb'); // "ncb" refines it
  expect(asked({ region: 'KZ' })).toEqual(['bota-study']);
});

test('what was published stands in the place of what ships, and what was retired in none', () => {
  const own = { ...named('star-few'), record: { ...named('star-few').record, year: '2027' } };
  const all = joined(entries, [own], new Set(['star-few', 'tlp2']));
  expect(all).toHaveLength(55);
  expect(all.find(({ item }) => item === 'star-few')?.record.year).toBe('2027');
});

test('the title falls back to the original and says so', () => {
  expect(wordsIn(named('arab-conv').record, 'fr')).toMatchObject({ language: 'ar', fallback: true });
  expect(wordsIn(named('unodc-uncac').record, 'es')).toMatchObject({ title: 'Convención de las Naciones Unidas contra la Corrupción', fallback: false });
});

test('related documents share a topic, the most shared first', () => {
  const found = related(entries, named('lausanne')).map(({ item }) => item);
  expect(found[0]).toBe('star-handbook-2');
  expect(found).not.toContain('lausanne');
});

test('citations say what is known and leave out the rest', () => {
  const { record } = named('star-handbook-2');
  expect(citation('apa', 'star-handbook-2', record)).toBe('StAR (World Bank, UNODC) (2021). Asset Recovery Handbook: A Guide for Practitioners (2nd ed.). https://hdl.handle.net/10986/34843');
  expect(citation('chicago', 'x', { ...record, authors: ['Brun, J.-P.', 'Gray, L.'] })).toBe('Brun, J.-P.; Gray, L. Asset Recovery Handbook: A Guide for Practitioners (2nd ed.). StAR (World Bank, UNODC), 2021. https://hdl.handle.net/10986/34843.');
  expect(citation('oscola', 'x', named('unodc-dir').record)).toMatch(/^UNODC, Directory of Competent National Authorities <https/);
  expect(citation('bibtex', 'x', { ...record, url: '', words: [{ language: 'en', title: 'Of {braces} \\and more', text: '' }] }).split('\n')).toEqual(['@misc{x,', '  title = {{Of braces and more}},', '  author = {{StAR (World Bank, UNODC)}},', '  publisher = {StAR (World Bank, UNODC)},', '  year = {2021},', '  langid = {en},', '}']);
  expect(citation('ris', 'x', { ...named('star-arw').record, url: '' }).split('\n')).toEqual(['TY  - RPRT', 'TI  - Asset Recovery Watch database', 'AU  - StAR', 'PB  - StAR', 'PY  - 2011', 'LA  - en', 'ER  - ']);
});

test('a text is headings, lists and paragraphs, and nothing in it means anything else', () => {
  expect(blocksOf('# One\nfirst\nstill\n\n- a\n- b\nafter\n## Two\n#three <b>\n')).toEqual([
    { kind: 'heading', level: 1, text: 'One', n: 1 }, { kind: 'paragraph', text: 'first\nstill' }, { kind: 'list', items: ['a', 'b'] }, { kind: 'paragraph', text: 'after' },
    { kind: 'heading', level: 2, text: 'Two', n: 2 }, { kind: 'paragraph', text: '#three <b>' },
  ]);
});

test('a collection names its items in its original’s text, and what is said of each', () => {
  const words = [{ language: 'fr', title: 'Pour commencer', text: '' }, { language: 'en', title: 'To begin', text: '' }];
  const text = '# Lire\n- library/star-handbook-2 d’abord\n- meeting/may-2027\n- library/star-handbook-2\n- and/or not\nlibrary/unodc-dir';
  const record: LibraryRecord = { ...blankRecord('fr'), type: 'collection', words, body: [{ language: 'en', text: '- library/other' }, { language: 'fr', text }] };
  expect(collected(record)).toEqual([{ key: 'library/star-handbook-2', said: '' }, { key: 'meeting/may-2027', said: '' }]);
  expect(namedIn('library/star-handbook-2 d’abord')).toEqual({ key: 'library/star-handbook-2', said: 'd’abord' });
  const own = collectionOf('Mine', ['library/a', 'news/b'], 'en');
  expect([own.type, own.words[0]?.title, collected(own).map(({ key }) => key)]).toEqual(['collection', 'Mine', ['library/a', 'news/b']]);
  expect(checkRecord('library', own)).toEqual(own);
});

test('what is carried away opens anywhere, runs nothing, and holds each file once', () => {
  const evil = '</p><script>alert(1)</script>';
  const pdf = { language: 'en', name: '../a b&c:دليل.pdf', type: 'application/pdf', sha256: 'cd'.repeat(32), len: 9 };
  const own = (item: string): Entry => ({ ...named('star-handbook-2'), item, record: { ...blankRecord('en'), url: 'javascript:alert(1)', files: [pdf], words: [{ language: 'en', title: evil, text: evil }], body: [{ language: 'en', text: `- ${evil}` }] } });
  const { texts: [page], files } = carried('Pack', [own('a'), own('b')], true, 'en');
  expect(files).toEqual([{ path: 'files/cdcdcdcd-.._a_b_c_دليل.pdf', file: pdf }]);
  const text = page?.text ?? '';
  expect(text.match(/<article /g)).toHaveLength(2);
  expect(text).not.toMatch(/<script|href="javascript/);
  expect(text).toContain('&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;</h2>');
  expect(decodeURIComponent(/<article.*?<li><a href="([^"]+)"/.exec(text)?.[1] ?? '')).toBe(files[0]?.path);
  expect(carried('Pack', [own('a')], false, 'ar')).toMatchObject({ files: [], texts: [{ text: expect.stringContaining('dir="rtl"') as string }] });
});

const told = (text: string, language: 'en' | 'fr' | 'es' | 'ar'): string[] => new TermFinder(glossary, language).pieces(text).flatMap(({ text: word, term }) => (term ? [`${word}=${term.key}`] : []));

test('terms are found whole, the longest first, each once, in plural and with what Arabic writes onto them', () => {
  expect(told('Freezing, then mutual legal assistance; freezing orders and assets.', 'en')).toEqual(['Freezing=freezing', 'mutual legal assistance=mla', 'assets=asset']);
  expect(told('La confiscation sans condamnation préalable et le gel', 'fr')).toEqual(['confiscation sans condamnation préalable=ncb', 'gel=freezing']);
  expect(told('طلب تجميد الموجودات والمصادرة', 'ar')).toEqual(['تجميد=freezing', 'الموجودات=asset', 'والمصادرة=confiscation']);
  expect(told('unfreezing the assetless', 'en')).toEqual([]);
});

test('no piece of a text is lost by the hints', () => {
  const text = 'A fiu may, under Article 58, (freeze) – “seizure” & confiscation…';
  expect(new TermFinder(glossary, 'en').pieces(text).map(({ text: piece }) => piece).join('')).toBe(text);
});

test('a cell of the glossary holds several words, and short forms in brackets', () => {
  expect(forms('financial intelligence unit (FIU)')).toEqual(['financial intelligence unit', 'FIU']);
  expect(forms('دليل؛ أدلة')).toEqual(['دليل', 'أدلة']);
});

const draft = (record: Partial<LibraryRecord>, more: Partial<LibraryDraft> = {}): LibraryDraft => ({ id: 'd', item: 'a-guide', revises: false, record: { ...blankRecord('en'), ...record }, access: 'members', seen: 0, licensed: false, ...more });
const file = { language: 'en', name: 'a.pdf', type: 'application/pdf', sha256: 'ab'.repeat(32), len: 5 };

test('what a form lacks is named in its order; a file needs a licence that somebody looked at', () => {
  expect(gaps(draft({}))).toEqual(['title', 'type', 'topics', 'publisher', 'content']);
  const whole = { words: [{ language: 'en', title: 'A guide', text: '' }], type: 'guide', topics: ['mla'], publisher: 'Us', files: [file] };
  expect(gaps(draft(whole))).toEqual(['licence', 'licensed']);
  expect(gaps(draft({ ...whole, licence: 'CC BY 4.0' }, { licensed: true }))).toEqual([]);
  expect(gaps(draft({ ...whole, files: [], url: 'javascript:alert(1)' }))).toEqual(['url']);
});

test('what is signed has the protocol’s shape, whatever was typed', () => {
  const { record } = draft({ type: 'guide', topics: ['mla'], publisher: ' Us\u202e\n ', authors: ['', ' A. B. '], words: [{ language: 'en', title: ' A  guide\u0007', text: ' x ' }], body: [{ language: 'en', text: '  ' }] });
  const tidied = tidy(record);
  expect(checkRecord('library', tidied)).toEqual(tidied);
  expect(tidied).toMatchObject({ publisher: 'Us', authors: ['A. B.'], words: [{ language: 'en', title: 'A guide', text: 'x' }], body: [] });
});

test('a name for addresses comes from the title, and never from one that is taken', () => {
  expect(itemOf('Guía práctica: asistencia', () => false, 'r')).toBe('guia-practica-asistencia');
  expect(itemOf('A guide', (item) => ['a-guide', 'a-guide-2'].includes(item), 'r')).toBe('a-guide-3');
  expect(itemOf('دليل', () => false, '7f3a')).toBe('document-7f3a');
});

test('two versions of a text are told apart line by line', () => {
  const said = differences('a\nb\nc\nd', 'a\nx\nc\ny\nd').map(({ text, where }) => `${where} ${text}`);
  expect(said).toEqual(['both a', 'first b', 'second x', 'both c', 'second y', 'both d']);
  expect(differences('same', 'same')).toEqual([{ text: 'same', where: 'both' }]);
  for (const [one, two] of [['', 'a'], ['a\nb', ''], ['p\nq\nr', 'q\nr\np']] as const) {
    const found = differences(one, two);
    expect(found.filter(({ where }) => where !== 'second').map(({ text }) => text).join('\n')).toBe(one);
    expect(found.filter(({ where }) => where !== 'first').map(({ text }) => text).join('\n')).toBe(two);
  }
});

test('a manuscript of any form can be shown, and what of it has its form goes into the next version', () => {
  for (const draft of [null, 5, 'text', [], {}, { words: 5, body: {} }, { words: [null, { title: 1 }], body: ['x'], topics: [1], type: {} }]) {
    expect([titleIn({ item: 'guideline', record: null, draft }), textIn({ item: 'guideline', record: null, draft })]).toEqual(['guideline', '']);
  }
  const draft = { words: [{ language: 'fr', title: 'Saisie', text: '' }], body: [{ language: 'fr', text: 'Avant tout.' }], topics: ['freezing'], type: 'guide', year: '2026', files: [{ sha256: 1 }], more: 1 };
  const shown = recordIn({ item: 'guideline', record: null, draft });
  expect(shown).toMatchObject({ words: draft.words, body: draft.body, topics: ['freezing'], year: '2026', files: [] });
  expect(checkRecord('library', shown)).toEqual(shown);
});
