import { useState } from 'preact/hooks';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { TextField } from '../elements/field';
import { FailureNotice } from '../elements/notice';
import { t } from '../text';

/** Two of the six groups, asked back: whoever did not write the kit down finds out now, not in a year. */
export function QuizStep({ ask: asked }: { ask: readonly [number, number] }) {
  const { verbs } = useDesk();
  const { busy, failure, ask } = useAsk();
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const submit = (event: Event): void => {
    event.preventDefault();
    ask(() => verbs.answerQuiz([first, second]));
  };
  return (
    <form class="stack" onSubmit={submit}>
      <p>{t('quiz.text')}</p>
      <TextField label={t('quiz.group', { n: asked[0] + 1 })} value={first} onInput={setFirst} ltr mono />
      <TextField label={t('quiz.group', { n: asked[1] + 1 })} value={second} onInput={setSecond} ltr mono />
      <FailureNotice failure={failure} />
      <Button kind="primary" submit busy={busy}>{t('quiz.submit')}</Button>
      <Button kind="quiet" onClick={() => { ask(() => verbs.showKitAgain()); }}>{t('quiz.again')}</Button>
    </form>
  );
}
