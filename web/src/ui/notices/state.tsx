import type { NoticeState } from '../../session/notice-model';
import { Icon, type IconName } from '../elements/icon';
import type { NoticeWords } from './use-notices';

const icons: Partial<Record<NoticeState, IconName>> = { valid: 'circle-check', suspended: 'triangle-alert', submitted: 'clock' };

export function StateChip({ state, words }: { state: NoticeState; words: NoticeWords }) {
  return <span class={`chip notice-${icons[state] ? state : 'ended'}`}><Icon name={icons[state] ?? 'x'} />{words.word('states', state)}</span>;
}
