import type { MeetingRecord } from '../../session/publication-model';
import { useDesk } from '../desk';
import { Segmented, SelectField } from '../elements/choices';
import { TextField } from '../elements/field';
import { t } from '../text';
import { asPrecise, zoneChoices } from './draft';
import { type Precision, precisionOf } from './when';

interface Props {
  readonly record: MeetingRecord;
  readonly set: (part: Partial<MeetingRecord>) => void;
  readonly wrong: (gap: 'start' | 'end' | 'tz') => string | undefined;
}

const PRECISIONS: readonly Precision[] = ['day', 'minute', 'month'];
const TYPES = { day: 'date', minute: 'datetime-local', month: 'text' } as const;

/** As much of the time as is known: the month, the days, or the hours, by the clocks of the place. */
export function When({ record: { start, end, tz }, set, wrong }: Props) {
  const { state } = useDesk();
  const precision = start ? precisionOf(start) : 'day';
  const zones = zoneChoices(tz, state.directory.value.state === 'ready' ? state.directory.value.value.offices.map(({ timeZone }) => timeZone) : []);
  const hint = precision === 'month' ? t('meetings.month_hint') : undefined;
  const more = hint === undefined ? {} : { hint };
  return (
    <>
      <Segmented<Precision> label={t('meetings.known')} value={precision} choices={PRECISIONS.map((value) => ({ value, label: t(`meetings.known.${value}`) }))}
        onChange={(next) => { set({ start: asPrecise(start, next), end: asPrecise(end || start, next) }); }} />
      <div class="meeting-pair">
        <TextField key={`from ${precision}`} label={t('meetings.field.start')} {...more} type={TYPES[precision]} required ltr value={start} error={wrong('start')} onInput={(value) => { set({ start: value.trim(), ...(end === '' || end < value ? { end: value.trim() } : {}) }); }} />
        <TextField key={`to ${precision}`} label={t('meetings.field.end')} {...more} type={TYPES[precision]} required ltr value={end} error={wrong('end')} onInput={(value) => { set({ end: value.trim() }); }} />
      </div>
      <SelectField label={t('meetings.field.tz')} hint={t('meetings.tz_hint')} value={tz} empty="—" error={wrong('tz')} choices={zones.map((value) => ({ value, label: value.replaceAll('_', ' ') }))} onChange={(value) => { set({ tz: value }); }} />
    </>
  );
}
