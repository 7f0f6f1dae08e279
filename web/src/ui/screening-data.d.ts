/** Shapes of the modules that web/screening-data.ts makes of src/repatria/screening. */
declare module 'virtual:reference/measured' {
  /** Score per mille; of listed people asked for, the share found; of innocents, the share with a hit. */
  export interface Measured { readonly threshold: number; readonly recall: number; readonly alarms: number }
  export interface Figures { readonly namesAlone: readonly Measured[]; readonly withFacts: readonly Measured[] }
  /** Recall by names alone at 0.1 % and at 1 % false alarms: of several lists the least and the most. `alarms`: at the default threshold, where that was measured. */
  export interface KindFigures { readonly rare: readonly [number, number]; readonly common: readonly [number, number]; readonly alarms: number | null }
  /** `ownLists`: of the comparison in the browser; `ownListsByServer`: of the server's on that same set. */
  const measured: Figures & { readonly threshold: number; readonly ownLists: Figures; readonly ownListsByServer: Figures; readonly kinds: Readonly<Record<'organisation' | 'vessel', KindFigures>> };
  export default measured;
}

declare module 'virtual:reference/screening-model' {
  /** As session/lists/score.ts reads it. */
  interface Terms { readonly intercept: number; readonly terms: readonly { readonly of: readonly (readonly [string, number, number])[]; readonly weight: number }[] }
  const model: { readonly people: Terms; readonly things: Terms; readonly facts: Readonly<Record<string, number>>; readonly threshold: number };
  export default model;
}

declare module 'virtual:reference/commonness' {
  /** Nats by word or skeleton, as session/lists/names.ts reads them. */
  type Nats = Readonly<Record<string, number>>;
  const commonness: { readonly latin: Nats; readonly skeletons: Nats; readonly things: Nats };
  export default commonness;
}
