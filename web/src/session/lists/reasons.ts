/** A score part by part, in the codes of screening/reasons.py and facts.py. */
import type { Finding } from './facts.ts';
import { firstPlace, LIGHT, massOf, type Name, type Step, type Unit } from './names.ts';
import type { Model } from './score.ts';
import { latinOf, type Relation, type Role } from './words.ts';

export interface Told {
  readonly part: 'name' | 'fact';
  readonly kind: string;
  readonly query: string;
  readonly listed: string;
  /** Per mille. */
  readonly weight: number;
}

const OF_RELATION: Readonly<Record<Relation, string>> = {
  exact: 'exact', romanised: 'romanised', term: 'known_term', edit_slight: 'edit', edit: 'edit', edit_heavy: 'edit', skeleton: 'skeleton',
  skeleton_across: 'skeleton_across', skeleton_near: 'sound_across', initial: 'initial', shortened: 'shortened', acronym: 'acronym',
};
const ALIGNED_ROLES: Readonly<Partial<Record<Role, string>>> = { p: 'particle', l: 'legal_form' };
const IGNORED_ROLES: Readonly<Partial<Record<Role, string>>> = { p: 'particle_ignored', t: 'title_ignored', l: 'legal_form_ignored' };

/** What agrees in the order of the query, then what is left over. `weak`: the listed name is one that its list calls weak. */
export function nameReasons(query: Name, listed: Name, steps: readonly Step[], weak: boolean): readonly Told[] {
  const total = query.mass + listed.mass || 1;
  const [ours, theirs] = [writtenOf(query), writtenOf(listed)];
  const inOrder = [...steps].sort((one, other) => firstPlace(one.left) - firstPlace(other.left));
  const agreed = inOrder.map((step): Told => ({
    part: 'name', kind: kindOf(step), query: textOf(ours, step.left), listed: textOf(theirs, step.right), weight: Math.round((1000 * 2 * massOf(step) * step.worth) / total),
  }));
  const full = inOrder.filter((step) => massOf(step) > LIGHT).map((step) => firstPlace(step.right));
  const turned = full.some((place, at) => place < (full[at - 1] ?? -1));
  return [
    ...agreed,
    ...leftOver(query, steps.map(({ left }) => left), total).map(({ word, role, weight }): Told => ({ part: 'name', kind: IGNORED_ROLES[role] ?? 'left_over_query', query: ours[word] ?? '', listed: '', weight })),
    ...leftOver(listed, steps.map(({ right }) => right), total).map(({ word, role, weight }): Told => ({ part: 'name', kind: IGNORED_ROLES[role] ?? 'left_over_listed', query: '', listed: theirs[word] ?? '', weight })),
    ...(turned ? [{ part: 'name', kind: 'order_differs', query: query.text, listed: listed.text, weight: 0 } as const] : []),
    ...(weak ? [{ part: 'name', kind: 'weak_alias', query: query.text, listed: listed.text, weight: 0 } as const] : []),
  ];
}

export function factReasons(findings: readonly Finding[], model: Model): readonly Told[] {
  return findings.map(({ fact, query, listed }) => ({ part: 'fact', kind: fact, query, listed, weight: Math.round(1000 * (model.facts[fact] ?? 0)) }));
}

function kindOf({ left, right, relation }: Step): string {
  if (relation === 'acronym') return 'acronym';
  if (several(left)) return 'joined';
  if (several(right)) return 'split';
  const role = left.word.role === right.word.role ? ALIGNED_ROLES[left.word.role] : undefined;
  return role ?? OF_RELATION[relation];
}

function several({ covers }: Unit): boolean {
  return (covers & (covers - 1)) !== 0;
}

function leftOver(name: Name, used: readonly Unit[], total: number): { word: number; role: Role; weight: number }[] {
  const bits = used.reduce((all, { covers }) => all | covers, 0);
  return name.units.slice(0, name.singles).flatMap(({ word, mass }, at) => ((bits >> at) & 1 ? [] : [{ word: at, role: word.role, weight: -Math.round((1000 * mass) / total) }]));
}

/** The words as they were written, as far as that is known, else their Latin letters. */
function writtenOf({ units, singles }: Name): readonly string[] {
  return units.slice(0, singles).map(({ word }) => word.written || latinOf(word));
}

function textOf(words: readonly string[], { covers }: Unit): string {
  return words.filter((_, at) => (covers >> at) & 1).join(' ');
}
