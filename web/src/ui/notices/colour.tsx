import type { Colour } from '../../session/notice-model';

/** Every colour has a shape of its own: nobody has to tell red from green. */
const shapes: Record<Colour, string> = {
  red: 'M8 2h8l6 6v8l-6 6H8l-6-6V8z', // the octagon of a stop sign
  blue: 'M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20z',
  green: 'M12 2 23 21H1z',
  yellow: 'M12 1 23 12 12 23 1 12z',
  black: 'M3 3h18v18H3z',
  purple: 'M12 2l10 7.3-3.8 11.7H5.8L2 9.300z',
  orange: 'M1 3h22L12 22z',
  art: 'M12 1l3 7.500 8 .500-6.200 5.200L18.800 22 12 17.700 5.200 22l2-7.800L1 9l8-.500z',
  un: 'M6 2h12l5 10-5 10H6L1 12z',
  silver: 'M2 6h20v12H2z',
};

export function ColourMark({ colour }: { colour: Colour }) {
  return <svg class={`notice-mark mark-${colour}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d={shapes[colour]} /></svg>;
}

/** Shape and word: never the colour alone. */
export function ColourName({ colour, name }: { colour: Colour; name: string }) {
  return <span class="notice-colour"><ColourMark colour={colour} /><bdi>{name}</bdi></span>;
}
