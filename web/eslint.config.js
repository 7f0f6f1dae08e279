import tseslint from 'typescript-eslint';
import { arrows } from './lint/arrows.js';

/** What only src/browser may touch: everything else asks through a port that the session declares. */
const PLATFORM = [
  'fetch', 'indexedDB', 'Worker', 'SharedWorker', 'localStorage', 'sessionStorage', 'XMLHttpRequest',
  'EventSource', 'WebSocket', 'BroadcastChannel', 'caches', 'cookieStore', 'Notification',
];
const PLATFORM_OF_NAVIGATOR = ['credentials', 'serviceWorker', 'storage', 'locks', 'sendBeacon', 'clipboard'];
const BROWSER_ONLY = 'Only src/browser touches the platform; go through a port of src/session.';
const GLOBALS = '/^(window|self|globalThis)$/';

/** Markup from text cannot hold under Trusted Types 'none'. */
const MARKUP = [
  {
    selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
    message: 'No markup from text: build elements.',
  },
  {
    selector: "AssignmentExpression > MemberExpression.left[property.name=/^(inner|outer)HTML$/]",
    message: 'No markup from text: build elements.',
  },
  {
    selector: "CallExpression > MemberExpression.callee[property.name='insertAdjacentHTML']",
    message: 'No markup from text: build elements.',
  },
  {
    selector: "CallExpression > MemberExpression.callee[object.name='document'][property.name=/^write(ln)?$/]",
    message: 'No markup from text: build elements.',
  },
];
const PLATFORM_BY_MEMBER = [
  {
    selector: `MemberExpression[object.name=${GLOBALS}][property.name=/^(${PLATFORM.join('|')})$/]`,
    message: BROWSER_ONLY,
  },
  {
    selector: `MemberExpression[object.name=${GLOBALS}][computed=true]`,
    message: BROWSER_ONLY,
  },
  {
    selector: `MemberExpression[object.name='navigator'][property.name=/^(${PLATFORM_OF_NAVIGATOR.join('|')})$/]`,
    message: BROWSER_ONLY,
  },
  {
    selector: `MemberExpression[object.property.name='navigator'][property.name=/^(${PLATFORM_OF_NAVIGATOR.join('|')})$/]`,
    message: BROWSER_ONLY,
  },
  {
    selector: "MemberExpression[object.name='document'][property.name='cookie']",
    message: BROWSER_ONLY,
  },
];
/** The protocol is a function of its arguments; time and randomness are passed in. */
const IMPURE = ['getRandomValues', 'randomUUID', 'now', 'random'].map((name) => ({
  selector: `CallExpression > MemberExpression.callee[property.name='${name}'][object.name=/^(crypto|Date|Math|performance)$/]`,
  message: 'The protocol has no clock and no randomness of its own: take it as an argument.',
}));

const TESTS = ['src/**/*.test.ts', 'src/**/*.test.tsx', 'tests/**'];

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'off',
      '@typescript-eslint/no-implied-eval': 'error',
      'max-params': ['error', 6],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['src/**'],
    ignores: TESTS,
    plugins: { repatria: { rules: { arrows } } },
    rules: {
      'repatria/arrows': 'error',
      'no-restricted-globals': [
        'error',
        ...['process', 'Buffer', 'require', 'global', '__dirname', 'setImmediate'].map((name) => ({
          name,
          message: 'The client runs in a browser.',
        })),
        ...PLATFORM.map((name) => ({ name, message: BROWSER_ONLY })),
      ],
      'no-restricted-syntax': ['error', ...MARKUP, ...PLATFORM_BY_MEMBER],
    },
  },
  {
    files: ['src/protocol/**'],
    ignores: TESTS,
    rules: { 'no-restricted-syntax': ['error', ...MARKUP, ...PLATFORM_BY_MEMBER, ...IMPURE] },
  },
  {
    files: ['src/browser/**'],
    ignores: TESTS,
    rules: { 'no-restricted-globals': 'off', 'no-restricted-syntax': ['error', ...MARKUP] },
  },
);
