// Preloaded into a build to run it a year later than it is: a build that writes its date shows itself.
const Today = Date;
const SHIFT_MILLISECONDS = 366 * 24 * 3600 * 1000;
globalThis.Date = class extends Today {
  constructor(...parts) {
    super(...(parts.length === 0 ? [Today.now() + SHIFT_MILLISECONDS] : parts));
  }
  static now() {
    return Today.now() + SHIFT_MILLISECONDS;
  }
};
