/** The shape of a language: English has the keys, the compiler demands them of the others. */
import type ar from './ar.json';
import type en from './en.json';
import type es from './es.json';
import type fr from './fr.json';

export type Plural = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

type Keys = keyof typeof en;
export type PluralKey = { [K in Keys]: (typeof en)[K] extends string ? never : K }[Keys];
export type TextKey = Exclude<Keys, PluralKey>;
export type Catalogue = Readonly<Record<TextKey, string> & Record<PluralKey, Plural>>;

/** Arabic has six forms, and a missing one is a mistake a reader sees. */
type ArabicCatalogue = Readonly<Record<TextKey, string> & Record<PluralKey, Required<Plural>>>;

type Whole<Language extends Demanded, Demanded> = Language;
export type Checked = [Whole<typeof fr, Catalogue>, Whole<typeof es, Catalogue>, Whole<typeof ar, ArabicCatalogue>];
