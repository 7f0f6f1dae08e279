/** The shape of a language: English has the keys, the compiler demands them of the others. */
import type en from './en.json';

export type Plural = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

type Keys = keyof typeof en;
export type PluralKey = { [K in Keys]: (typeof en)[K] extends string ? never : K }[Keys];
export type TextKey = Exclude<Keys, PluralKey>;
export type Catalogue = Readonly<Record<TextKey, string> & Record<PluralKey, Plural>>;

/** Arabic has six forms, and a missing one is a mistake a reader sees. */
export type ArabicCatalogue = Readonly<Record<TextKey, string> & Record<PluralKey, Required<Plural>>>;
