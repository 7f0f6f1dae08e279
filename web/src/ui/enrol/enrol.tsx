import '../styles/enrol.css';
import { useDesk } from '../desk';
import { FailureNotice, Loading } from '../elements/notice';
import type { Enrolment, Invitation } from '../../session/model';
import { CountryBadge, Ltr } from '../elements/names';
import { countryName, oneName } from '../format';
import { route } from '../router';
import { Front } from '../shell/front';
import { t } from '../text';
import { KitStep } from './kit';
import { NetworkStep } from './network';
import { PassphraseStep } from './passphrase';
import { QuizStep } from './quiz';
import { Waiting } from './waiting';

const steps = ['passphrase', 'kit', 'quiz', 'waiting'] as const;

export function EnrolScreen() {
  const { state } = useDesk();
  const now = route.value;
  // A page that was loaded again has no token any more: it left the address at once.
  const lost = now.screen === 'enrol' && !now.token && state.session.value.state === 'signed_out';
  const given = state.enrolment.value;
  const enrolment: Enrolment = lost && given.step === 'reading' ? { step: 'invalid', failure: { code: 'invitation_invalid' } } : given;
  return (
    <Front title={t('enrol.title')} wide>
      <Progress step={enrolment.step} />
      <Step enrolment={enrolment} />
    </Front>
  );
}

function Step({ enrolment }: { enrolment: Enrolment }) {
  switch (enrolment.step) {
    case 'network':
      return <NetworkStep />;
    case 'reading':
      return <Loading label={t('enrol.reading')} />;
    case 'invalid':
      return <><FailureNotice failure={enrolment.failure} /><p>{t('enrol.invalid_text')}</p></>;
    case 'passphrase':
      return <><InvitedBy invitation={enrolment.invitation} /><PassphraseStep invitation={enrolment.invitation} /></>;
    case 'kit':
      return <KitStep kit={enrolment.kit} name={enrolment.invitation.name} />;
    case 'quiz':
      return <QuizStep ask={enrolment.ask} />;
    case 'making_keys':
      return <Loading label={t('enrol.making_keys')} />;
    case 'waiting':
      return <Waiting progress={enrolment.progress} />;
  }
}

function Progress({ step }: { step: Enrolment['step'] }) {
  const at = steps.indexOf(step === 'making_keys' ? 'quiz' : step === 'network' || step === 'reading' || step === 'invalid' ? 'passphrase' : step);
  return (
    <ol class="steps" aria-label={t('enrol.steps')}>
      {steps.map((name, index) => (
        <li key={name} class={index < at ? 'step-done' : index === at ? 'step-now' : ''} aria-current={index === at ? 'step' : undefined}>
          <span class="step-number" aria-hidden="true">{index + 1}</span> {t(`enrol.step.${name}`)}
        </li>
      ))}
    </ol>
  );
}

function InvitedBy({ invitation }: { invitation: Invitation }) {
  return (
    <div class="invitation">
      <p class="invitation-name"><bdi>{invitation.name}</bdi></p>
      <p>
        <CountryBadge country={invitation.country} /> {countryName(invitation.country)}
        {invitation.office ? <> · <bdi>{oneName(invitation.office)}</bdi></> : null} · {t(`role.${invitation.role}`)}
      </p>
      <p class="hint">
        {t('enrol.invited', { network: invitation.network })}
      </p>
      <p class="hint">{t('enrol.compare')}</p>
      <p class="invitation-net"><Ltr mono>{invitation.net}</Ltr></p>
    </div>
  );
}
