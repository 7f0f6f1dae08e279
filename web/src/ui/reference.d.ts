/** Shapes of the modules that web/reference.ts makes of the reference data. */
declare module 'virtual:reference/types' {
  export interface Offence {
    readonly code: string;
    readonly article: string;
    readonly label: string;
  }

  export interface Fact {
    readonly field: string;
    readonly value: string | string[] | null;
    readonly text: string;
    readonly source: string;
    readonly certainty: 'high' | 'medium' | 'low';
    readonly status: string;
    readonly duration?: { readonly n: number; readonly unit: string };
  }

  export interface Framework {
    readonly country: string;
    readonly as_of: string;
    readonly facts: readonly Fact[];
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
  import type { Framework } from 'virtual:reference/types';
  const loaders: Readonly<Record<string, (() => Promise<{ default: Framework }>) | undefined>>;
  export default loaders;
}
