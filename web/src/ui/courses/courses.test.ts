import { describe, expect, it } from 'vitest';
import type { CourseRecord, PlaceView } from '../../session/publication-model';
import { certifiedOf } from '../certificate/certified';
import { blankModule, blankQuestion, blankRecord, gaps, raised, tidy, without, write } from './draft';
import { chosen, type Entry, isRight, NO_PROGRESS, scoreOf, takesOne, tried, UNFILTERED, unanswered, wayOf } from './entries';

const words = (title: string, language = 'en') => [{ language, title, text: '' }];
const question = (id: string, ...right: readonly boolean[]) => ({ id, words: words(`${id}?`), choices: right.map((one, n) => ({ right: one, words: words(`choice ${n}`) })) });
const course: CourseRecord = {
  words: [...words('Stop the money'), ...words('Arrêter l’argent', 'fr')], hours: 2, pass_percent: 67, office: 'xn/secretariat',
  modules: [
    { id: 'hold', words: words('Hold'), documents: [], quiz: [question('a', true, false), question('b', false, true, true), question('c', false, true)] },
    { id: 'read', words: words('Read'), documents: [], quiz: [] },
  ],
};
const [hold, read] = course.modules as [CourseRecord['modules'][number], CourseRecord['modules'][number]];
const entry: Entry = { item: 'stop', record: course, access: 'members', published: { at: 0, by: '', index: 0, hash: '', document: '' }, fresh: false };

describe('what answers are worth', () => {
  it('takes exactly the right choices', () => {
    const [a, b] = hold.quiz as [typeof hold.quiz[number], typeof hold.quiz[number]];
    expect([isRight(a, [0]), isRight(a, [1]), isRight(a, [0, 1]), isRight(a, [])]).toEqual([true, false, false, false]);
    expect([isRight(b, [1, 2]), isRight(b, [1]), isRight(b, [0, 1, 2])]).toEqual([true, false, false]);
    expect([takesOne(a), takesOne(b)]).toEqual([true, false]);
  });

  it('passes at the per cent that the course asks for, and not below', () => {
    expect(scoreOf(hold, { a: [0], b: [1, 2], c: [0] }, 66)).toEqual({ right: 2, asked: 3, passed: true });
    expect(scoreOf(hold, { a: [0], b: [1, 2], c: [0] }, 67)).toEqual({ right: 2, asked: 3, passed: false });
    expect(scoreOf(hold, {}, 0).passed).toBe(true);
    expect(scoreOf(read, {}, 100)).toEqual({ right: 0, asked: 0, passed: true });
    expect(unanswered(hold, { a: [1], b: [] })).toEqual(['b', 'c']);
  });

  it('keeps a module passed once it was, with the answers that were given last', () => {
    const passed = tried(NO_PROGRESS, hold, { a: [0], b: [1, 2], c: [1] }, course.pass_percent);
    expect(passed).toEqual({ done: ['hold'], answers: { a: [0], b: [1, 2], c: [1] } });
    expect(tried(passed, hold, { a: [1], b: [0], c: [0] }, course.pass_percent)).toEqual({ done: ['hold'], answers: { a: [1], b: [0], c: [0] } });
    expect(wayOf(course, NO_PROGRESS)).toEqual({ passed: 0, of: 2, stage: 'new', next: 'hold' });
    expect(wayOf(course, { done: [], answers: { a: [1] } }).stage).toBe('begun');
    expect(wayOf(course, tried(passed, read, {}, course.pass_percent))).toEqual({ passed: 2, of: 2, stage: 'finished', next: undefined });
    // A module that a later version took out counts no more, one that it brought is open.
    expect(wayOf(course, { done: ['gone', 'read'], answers: {} })).toEqual({ passed: 1, of: 2, stage: 'begun', next: 'hold' });
  });

  it('finds by words, by progress and by language', () => {
    const find = (part: Partial<typeof UNFILTERED>, done: readonly string[] = []) => chosen([entry], { ...UNFILTERED, ...part }, () => ({ done, answers: {} })).length;
    expect([find({ text: 'arreter' }), find({ text: 'hold' }), find({ text: 'nothing' })]).toEqual([1, 1, 0]);
    expect([find({ stage: 'begun' }), find({ stage: 'begun' }, ['read']), find({ stage: 'finished' }, ['read', 'hold'])]).toEqual([0, 1, 1]);
    expect([find({ language: 'ar' }), find({ office: 'xn/secretariat' }), find({ fresh: true })]).toEqual([0, 1, 0]);
  });
});

describe('a course that is being written', () => {
  it('names every gap where it is, and has none when it is whole', () => {
    const asked = blankQuestion('en', '1');
    const module = { ...blankModule('en', '1'), documents: ['Not an item'], quiz: [{ ...asked, choices: asked.choices.map((choice) => ({ ...choice, right: true })) }] };
    expect(Object.fromEntries(gaps({ ...blankRecord('en', ''), modules: [module] }))).toEqual({ course: ['title'], 'm-1': ['module', 'documents'], 'q-1': ['question', 'choice', 'right'] });
    expect(gaps(blankRecord('en', '')).get('course')).toEqual(['title', 'modules']);
    expect(gaps(course).size).toBe(0);
  });

  it('says in each language what was written in it, the original first', () => {
    expect(write(course.words, 'fr', { title: 'Autre' }).map(({ title }) => title)).toEqual(['Stop the money', 'Autre']);
    expect(write(hold.words, 'ar', { title: 'إيقاف' }).map(({ language }) => language)).toEqual(['en', 'ar']);
    const half = { ...course, words: [...words(' Stop\u202e the  money '), { language: 'es', title: ' ', text: 'only a text' }] };
    expect(tidy(half).words).toEqual([{ language: 'en', title: 'Stop the money', text: '' }]);
    expect(without(course, 'fr').words).toHaveLength(1);
    expect(raised(['a', 'b', 'c'], 2)).toEqual(['a', 'c', 'b']);
  });
});

it('certifies only whom the office certified', () => {
  const person = { id: 'ab', key: 'k', name: 'Ayşe Example', latin: 'Ayse Example', title: '', languages: [], role: '', visa: false, passport: '', notes: '' };
  const place: PlaceView = { person, state: 'certified', room: 'r', entry: 'e', office: 'ke/desk', at: 1, decidedAt: 5, answer: { entry: 'p', key: 'o', by: 'Olga' } };
  const thing = { of: 'course', title: 'T', language: 'en', amount: '2 hours', held: '', office: 'xn/secretariat', published: null } as const;
  expect(certifiedOf(place, thing)).toMatchObject({ at: 5, home: 'ke/desk', answer: { entry: 'p' }, person });
  expect(certifiedOf({ ...place, state: 'proposed' }, thing)).toBeNull();
  expect(certifiedOf(undefined, thing)).toBeNull();
});
