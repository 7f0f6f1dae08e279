import { Dialog } from '../elements/dialog';
import { useDesk } from '../desk';
import { t } from '../text';

const keys = [
  ['Ctrl K', 'keys.palette'], ['/', 'keys.search'], ['J', 'keys.next'], ['K', 'keys.previous'], ['Enter', 'keys.open'], ['U', 'keys.back'],
  ['C', 'keys.new'], ['F', 'keys.freeze'], ['R', 'keys.reply'], ['Ctrl Enter', 'keys.send'], ['Z', 'keys.undo'],
  ['G I', 'keys.inbox'], ['G D', 'keys.directory'], ['G N', 'keys.notices'], ['G L', 'keys.screening'], ['G F', 'keys.frameworks'], ['G B', 'keys.library'], ['G M', 'keys.meetings'], ['G T', 'keys.courses'], ['G C', 'keys.clocks'], ['G S', 'keys.settings'], ['?', 'keys.help'],
] as const;

export function KeyboardHelp({ onClose }: { onClose: () => void }) {
  const { state } = useDesk();
  return (
    <Dialog title={t('keys.title')} onClose={onClose}>
      {state.preferences.value.shortcuts ? null : <p>{t('keys.off')}</p>}
      <dl class="keys">
        {keys.map(([key, words]) => (
          <div key={key}><dt dir="ltr">{key.split(' ').map((one) => <kbd key={one}>{one}</kbd>)}</dt><dd>{t(words)}</dd></div>
        ))}
      </dl>
    </Dialog>
  );
}
