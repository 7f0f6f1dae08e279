/** What this browser is called in the list of sessions, so that its owner knows it again. */

/** Of what a user agent says of itself, the more special first: Edge and Opera say that they are Chrome, and all that they are Safari. */
const BROWSERS = [['Firefox', 'Firefox/'], ['Edge', 'Edg'], ['Opera', 'OPR/'], ['Chrome', 'Chrome/'], ['Chromium', 'Chromium/'], ['Safari', 'Safari/']] as const;
const SYSTEMS = [['Android', 'Android'], ['iOS', 'iPhone'], ['iOS', 'iPad'], ['Windows', 'Windows'], ['macOS', 'Mac OS X'], ['ChromeOS', 'CrOS'], ['Linux', 'Linux']] as const;

function named(agent: string, marks: readonly (readonly [string, string])[]): string[] {
  const found = marks.find(([, mark]) => agent.includes(mark));
  return found ? [found[0]] : [];
}

/** "Firefox · Windows · Repatria"; of an agent that nobody knows, "Repatria". */
export function nameOf(agent: string): string {
  return [...named(agent, BROWSERS), ...named(agent, SYSTEMS), 'Repatria'].join(' · ');
}
