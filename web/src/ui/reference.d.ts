/** Shapes of the modules that web/reference.ts makes of the reference data. */
declare module 'virtual:reference/types' {
  export interface Offence {
    readonly code: string;
    readonly article: string;
    readonly label: string;
  }

  export interface OffenceExpression {
    readonly code: string;
    readonly language: string;
    readonly expression: string;
    readonly unless: string;
    readonly certainty: 'high' | 'medium' | 'low';
  }

  /** A condition of notice-rules.json on a record; its words are explained there. */
  export type Need =
    | { readonly said: string }
    | { readonly is: string; readonly of: readonly string[] }
    | { readonly includes: string; readonly of: readonly string[] }
    | { readonly only: string; readonly of: readonly string[] }
    | { readonly at_least: string; readonly n: number }
    | { readonly some: string; readonly that: Need }
    | { readonly any: readonly Need[] }
    | { readonly all: readonly Need[] }
    | { readonly not: Need };

  export interface Rule {
    readonly code: string;
    readonly each?: string;
    readonly path: string;
    readonly need: Need;
  }

  export interface NoticeRules {
    readonly colours: Readonly<Record<string, readonly string[]>>;
    readonly rules: Readonly<Record<string, readonly Rule[]>>;
  }
}

declare module 'virtual:reference/checklist' {
  const actions: readonly {
    readonly id: string; readonly phase: string; readonly from: number; readonly to: number; readonly critical: boolean;
    readonly why: string; readonly who: string; readonly output: string; readonly hook: string; readonly note: string;
  }[];
  export default actions;
}

declare module 'virtual:reference/checklist/*' {
  const words: Readonly<Record<string, { readonly why: string; readonly who: string; readonly output: string; readonly note: string } | undefined>>;
  export default words;
}

declare module 'virtual:reference/offence-expressions' {
  import type { OffenceExpression } from 'virtual:reference/types';
  const expressions: readonly OffenceExpression[];
  export default expressions;
}

declare module 'virtual:reference/notice-blank' {
  /** One of each thing of a record, and with which of them a form begins, by colour. */
  const blank: Readonly<Record<'record' | 'text' | 'document' | 'offence' | 'identifier' | 'asset', unknown>> & { readonly begins_with: Readonly<Record<'offence' | 'asset', readonly string[]>> };
  export default blank;
}

declare module 'virtual:reference/notice-rules' {
  import type { NoticeRules } from 'virtual:reference/types';
  const rules: NoticeRules;
  export default rules;
}

declare module 'virtual:reference/notices/*' {
  const notices: {
    readonly types: readonly {
      readonly code: string; readonly colour: string; readonly subjects: readonly string[]; readonly rule: string; readonly certainty: 'high' | 'medium' | 'low';
      readonly name: string; readonly purpose: string; readonly conditions: string; readonly publicExtract: string; readonly remark: string;
    }[];
    /** By group (reasons, gate, states, actions, subjects, bases, holders, marking …), then by code. */
    readonly words: Readonly<Record<string, Readonly<Record<string, string | undefined>> | undefined>>;
  };
  export default notices;
}

declare module 'virtual:reference/mail' {
  const words: Readonly<Record<'en' | 'fr' | 'es' | 'ar', { readonly subject: string; readonly text: string }>>;
  export default words;
}

declare module 'virtual:reference/offences/*' {
  import type { Offence } from 'virtual:reference/types';
  const codes: readonly Offence[];
  export default codes;
}

declare module 'virtual:reference/frameworks' {
  import type { Fact } from '../protocol/publications';
  const loaders: Readonly<Record<string, (() => Promise<{ default: readonly Fact[] }>) | undefined>>;
  export default loaders;
}

declare module 'virtual:reference/framework-schema' {
  const schema: Readonly<Record<string, unknown>>;
  export default schema;
}

declare module 'virtual:reference/framework-words/*' {
  const words: {
    readonly sections: readonly { readonly id: string; readonly code: string; readonly name: string }[];
    readonly fields: readonly { readonly key: string; readonly section: string; readonly type: string; readonly help: string; readonly name: string; readonly asked: boolean }[];
    /** Of fixed values, by what they are in English. */
    readonly values: Readonly<Record<string, string | undefined>>;
    /** By code: of those that browsers name, and of those that they do not. */
    readonly languages: Readonly<Record<string, string | undefined>>;
  };
  export default words;
}

declare module 'virtual:reference/jurisdictions' {
  export interface CountryRow {
    readonly code: string; readonly region: string; /** `y`, `n`, `unknown`, `n/a` of a territory, `via CN`. */
    readonly uncac: string; readonly uncacDate: string; readonly uncacSure: string;
    /** Name of the unit, `y` where only its membership is known, or empty. */
    readonly egmont: string; readonly arin: readonly string[]; readonly interpol: 'y' | 'n' | 'sub-bureau';
    readonly tz: string; readonly languages: readonly string[]; readonly currency: string; readonly dial: string;
  }
  /** `names` null for a territory, which has a country's code and name. */
  export interface OtherRow { readonly item: string; readonly parent: string; readonly tz: string; readonly note: string; readonly names: Readonly<Record<'en' | 'fr' | 'es' | 'ar', string>> | null }
  const rows: { readonly countries: readonly CountryRow[]; readonly others: readonly OtherRow[] };
  export default rows;
}

declare module 'virtual:reference/world' {
  const world: { readonly source: string; readonly width: number; readonly height: number; readonly paths: Readonly<Record<string, string>>; readonly circles: Readonly<Record<string, readonly [number, number]>> };
  export default world;
}

declare module 'virtual:reference/library' {
  /** A document that exists elsewhere, as a library record; `urlBasis`: what its link rests on (repatria.reference.library). */
  interface Shipped { readonly item: string; readonly languages: readonly string[]; readonly urlBasis: 'stable' | 'seen' | 'home' | 'publisher' | ''; readonly note: string; readonly record: Readonly<Record<string, unknown>> }
  const entries: readonly Shipped[];
  export default entries;
}

declare module 'virtual:reference/abstracts' {
  /** In English, by item. */
  const abstracts: Readonly<Record<string, string | undefined>>;
  export default abstracts;
}

declare module 'virtual:reference/library/*' {
  interface Named { readonly code: string; readonly under: string; readonly name: string }
  const groups: Readonly<Record<'types' | 'topics' | 'regions' | 'audiences' | 'phases' | 'access', readonly Named[]>>;
  export default groups;
}

declare module 'virtual:reference/meetings' {
  import type { MeetingRecord } from '../protocol/publications';
  const held: readonly { readonly item: string; readonly record: MeetingRecord }[];
  export default held;
}

declare module 'virtual:reference/glossary' {
  export interface Term { readonly key: string; readonly en: string; readonly fr: string; readonly es: string; readonly ar: string; readonly group: string; readonly note: string }
  const terms: readonly Term[];
  export default terms;
}
