/** WebAuthn binds a passkey to a name: at an address made of numbers the platform refuses with an error of its own. */
export function isNumericAddress(host: string = window.location.hostname): boolean {
  return /^\d+(\.\d+){3}$/.test(host) || host.startsWith('[');
}
