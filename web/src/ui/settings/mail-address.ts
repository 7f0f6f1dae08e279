const ADDRESS = /^[^@ ,;<>]{1,64}@[A-Za-z0-9.-]{1,189}$/;

/** What the server takes for an address (`EMAIL` in server/members/api.py), and a domain that can have one. */
export function isMailAddress(text: string): boolean {
  return ADDRESS.test(text) && /\.[A-Za-z0-9-]{2,}$/.test(text);
}
