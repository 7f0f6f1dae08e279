import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button, IconButton } from '../elements/button';
import { TextField } from '../elements/field';
import { SelectField } from '../elements/choices';
import { t } from '../text';
import { countryChoices } from '../countries';

interface RepeatedProps<T> {
  readonly items: readonly T[];
  readonly blank: T;
  /** As many as the record holds (protocol/notices.md). */
  readonly most: number;
  /** What "another" is called on the button. */
  readonly add: string;
  readonly put: (items: readonly T[]) => void;
}

/** Shown with one blank item where there is none: nobody adds before they can write. */
function useItems<T>({ items, blank, put }: RepeatedProps<T>) {
  const shown = items.length ? items : [blank];
  const list = useRef<HTMLDivElement>(null);
  const [added, setAdded] = useState(0);
  // Who adds one goes on in it.
  useEffect(() => { if (added) [...(list.current?.querySelectorAll<HTMLElement>('[data-item]') ?? [])].at(-1)?.querySelector<HTMLElement>('input, select, textarea')?.focus(); }, [added]);
  const set = (n: number, item: T): void => { put(shown.map((one, at) => (at === n ? item : one))); };
  const remove = (n: number): void => { put(items.filter((_one, at) => at !== n)); };
  const more = (): void => {
    put([...shown, blank]);
    setAdded(added + 1);
  };
  return { shown, list, set, remove, more };
}

/** Several of the same kind, each a group of fields of its own; the only one is emptied, not removed. */
export function RepeatedGroup<T>(props: RepeatedProps<T> & { label: string; children: (item: T, set: (item: T) => void, n: number) => ComponentChildren }) {
  const { shown, list, set, remove, more } = useItems(props);
  return (
    <div class="repeated" ref={list}>
      {shown.map((item, n) => (
        <fieldset key={n} class="group" data-item>
          {shown.length > 1 ? <legend class="group-name">{props.label} {n + 1}</legend> : <legend class="visually-hidden">{props.label}</legend>}
          {props.children(item, (next) => { set(n, next); }, n)}
          {shown.length > 1 ? <Button kind="quiet" icon="x" onClick={() => { remove(n); }}>{t('notices.draft.remove')}</Button> : null}
        </fieldset>
      ))}
      {shown.length < props.most ? <Button kind="quiet" icon="plus" onClick={more}>{props.add}</Button> : null}
    </div>
  );
}

interface RepeatedText extends Omit<RepeatedProps<string>, 'blank'> {
  readonly label: string;
  readonly hint?: string;
  /** Its path in the record; a line's own is under it. */
  readonly goal?: string;
  readonly wrong?: (path: string) => string | undefined;
  readonly country?: boolean;
}

/** Several short values: dates, countries. */
export function RepeatedText(props: RepeatedText) {
  const { label, hint, goal, wrong, country } = props;
  const { shown, list, set, remove, more } = useItems({ ...props, blank: '' });
  return (
    <div class="repeated-text" ref={list}>
      {shown.map((value, n) => {
        const name = shown.length > 1 ? `${label} ${n + 1}` : label;
        const path = goal ? `${goal}.${n}` : '';
        const field = { label: name, value, ...(path ? { goal: path, error: wrong?.(path) } : {}), ...(hint && n === 0 ? { hint } : {}) };
        return (
          <div key={n} class="repeated-line" data-item>
            {country ? <SelectField {...field} empty={t('form.choose')} choices={countryChoices(value)} onChange={(next) => { set(n, next); }} />
              : <TextField {...field} ltr onInput={(next) => { set(n, next); }} />}
            {shown.length > 1 ? <IconButton icon="x" label={`${t('notices.draft.remove')}: ${name}`} onClick={() => { remove(n); }} /> : null}
          </div>
        );
      })}
      {shown.length < props.most ? <Button kind="quiet" icon="plus" onClick={more}>{props.add}</Button> : null}
    </div>
  );
}
