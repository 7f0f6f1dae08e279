import type { Choice } from '../elements/choices';
import type { NoticeWords } from './use-notices';

/** In the order of the reference data. */
const REASONS = [
  'ART2', 'ART3', 'NOT_SERIOUS', 'NO_VALID_BASIS', 'PRIVATE_DISPUTE', 'INSUFFICIENT_DATA', 'DUPLICATE', 'REFUGEE', 'IMMUNITY', 'NE_BIS_IN_IDEM',
  'CCF_DECISION', 'OUT_OF_TYPE', 'PURPOSE_MET',
] as const;

export function reasonChoices(words: NoticeWords): readonly Choice[] {
  return REASONS.map((value) => ({ value, label: words.word('reasons', value) }));
}
