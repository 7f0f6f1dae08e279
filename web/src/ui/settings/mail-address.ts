const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const ADDRESS = new RegExp(`^${ATOM}(?:\\.${ATOM})*@${LABEL}(?:\\.${LABEL})+$`);
const MOST = 254;

/** What the server takes for an address (wire.md, notifications; `EMAIL` in server/shapes.py). */
export function isMailAddress(text: string): boolean {
  return text.length <= MOST && ADDRESS.test(text);
}
