import { iconPaths, type IconName } from './icon-paths';

export type { IconName };

/** Decoration only: the words beside it say the same. `flip` for arrows that follow the reading direction. */
export function Icon({ name, flip }: { name: IconName; flip?: boolean | undefined }) {
  return (
    <svg class={flip ? 'icon icon-flip' : 'icon'} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={iconPaths[name]} />
    </svg>
  );
}
