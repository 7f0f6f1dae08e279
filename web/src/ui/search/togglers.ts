/** The operators that most people want, as buttons that put them into the box and take them out again. */
export const togglers = [
  { words: 'kind:freeze', label: 'search.toggle.freeze' },
  { words: 'kind:answer', label: 'search.toggle.answer' },
  { words: 'has:attachment', label: 'search.toggle.attachment' },
  { words: 'is:unread', label: 'search.toggle.unread' },
  { words: 'from:me', label: 'search.toggle.me' },
] as const;

export function toggled(typed: string, words: string): string {
  const all = typed.split(/\s+/).filter(Boolean);
  return all.includes(words) ? all.filter((one) => one !== words).join(' ') : [...all, words].join(' ');
}
