/** Every screen in every state it has: what to look at, and what tests walk through. */
import type { Account, DemoPerson, Enrolment, Invitation, Loadable, Me, MembershipProgress, SessionState, State, Thread } from '../../session/model';
import type { NoticesDesk } from '../../session/notice-model';
import type { PublicationsDesk } from '../../session/publication-model';
import type { ScreeningDesk } from '../../session/screening-model';
import { answering, blankFreeze, conflicting, fullFreeze, incomingThread, longThread, message, networkBlock, outgoing, roomAt, rooms } from './cases';
import { caseworkScenes } from './casework';
import { noticeScenes } from './noticed';
import { screeningScenes } from './screened';
import { frameworkScenes } from './framed';
import { libraryScenes } from './shelved';
import { meetingScenes } from './convened';
import { courseScenes } from './taught';
import { guestScenes } from './admitted';
import { searchScenes } from './finding';
import { DAY, directory, HOUR, NOW, offices, officeOf, officerOf, refOf } from './people';

type Held = { readonly [K in keyof State]: State[K] extends { readonly value: infer T } ? T : never };
export type Sample = Omit<Held, 'thread' | 'preferences' | 'now'>;

export interface Scene {
  readonly at?: string; // address after "#"
  readonly put?: Partial<Sample>;
  readonly thread?: Thread | 'loading' | 'failed';
  /** Where rooms differ: by their ids. */
  readonly threads?: Readonly<Record<string, Loadable<Thread>>>;
  readonly notices?: NoticesDesk;
  readonly screening?: ScreeningDesk;
  readonly publications?: PublicationsDesk;
  /** What verbs answer in this scene: with this failure. */
  readonly fails?: 'bad_credentials' | 'kit_needed' | 'wrong_passphrase' | 'quiz_wrong' | 'offline';
  /** Pressed once drawn: a selector, or "key:" and a name of shortcuts.ts. */
  readonly press?: string;
  /** Typed into the search box. */
  readonly type?: string;
  /** Pressed after that. */
  readonly then?: string;
}

const me: Me = { officer: officerOf('CH').id, login: 'ursina.caduff', name: officerOf('CH').name, office: refOf('CH'), role: 'officer', authorisedUntil: NOW + 240 * DAY };
const ready: SessionState = { state: 'ready', me };
const signedOut: SessionState = { state: 'signed_out', kitKnown: false };
const invitation: Invitation = { name: 'Ursina Caduff', country: 'CH', office: officeOf('CH').name, role: 'officer', network: 'Global Network on Asset Recovery', net: '5f0c'.repeat(16) };
const kit = { groups: ['7K3QX', 'M0V9T', 'B4HCE', 'ZD2RW', 'PA8NJ', '5GYF1'], qrText: 'repatria:kit:1:ursina.caduff:7K3QX-M0V9T-B4HCE-ZD2RW-PA8NJ-5GYF1' };
const progress: MembershipProgress = { name: 'Ursina Caduff', country: 'CH', office: officeOf('CH').name, fingerprint: 'X4T9K-0MQ2H-7WRBC-E58ZD', nominated: { by: 'Beat Wyss', at: NOW - 2 * HOUR } };
const account: Account = {
  sessions: [{ id: 's1', current: true, agent: 'Firefox 142, Windows', address: '198.51.100.7', startedAt: NOW - 2 * HOUR, lastSeenAt: NOW }, { id: 's2', current: false, agent: 'Chromium 156, Linux', address: '2001:db8::7', startedAt: NOW - 30 * HOUR, lastSeenAt: NOW - 9 * HOUR }],
  passkeys: [{ id: 'p1', name: 'Office laptop', addedAt: NOW - 40 * DAY }], passkeysSupported: true, kitMadeAt: NOW - 124 * DAY,
  notifications: { email: 'ursina.caduff@bj.example', remind: 'away', language: 'fr' },
};
const demoPeople: readonly DemoPerson[] = offices.flatMap((office) => office.officers.map((officer, at) => ({
  login: officer.id.slice(0, 8), name: officer.name, office: office.name, country: office.country, role: at ? 'officer' as const : 'bureau_head' as const,
})));

export const basis: Sample = {
  session: ready, connection: 'online', block: null, demoPeople: null, enrolment: { step: 'reading' }, rooms: { state: 'ready', value: rooms },
  directory: { state: 'ready', value: directory }, drafts: [], outgoing: [], account: { state: 'ready', value: account }, leads: 0,
};

const failed = { state: 'failed', failure: { code: 'offline', detail: 'TypeError: NetworkError' } } as const;
const loading = { state: 'loading' } as const;
const enrol = (enrolment: Enrolment): Scene => ({ at: '#/enrol', put: { session: signedOut, enrolment } });
const first = roomAt(0).id;

export const scenes: Readonly<Record<string, Scene>> = {
  'sign-in': { put: { session: signedOut } },
  'sign-in-known': { put: { session: { state: 'signed_out', lastLogin: 'ursina.caduff', kitKnown: true } } },
  'sign-in-failed': { put: { session: signedOut }, fails: 'bad_credentials', press: 'button[type=submit]' },
  'sign-in-kit': { put: { session: { state: 'signed_out', lastLogin: 'ursina.caduff', kitKnown: true } }, fails: 'kit_needed', press: 'button[type=submit]' },
  'sign-in-demo': { put: { session: signedOut, demoPeople } },
  'sign-in-expired': { put: { session: { state: 'expired', login: 'ursina.caduff' } } },
  unlock: { put: { session: { state: 'locked', login: 'ursina.caduff', passkey: true } } },
  'unlock-failed': { put: { session: { state: 'locked', login: 'ursina.caduff', passkey: false } }, fails: 'wrong_passphrase', press: 'button[type=submit]' },
  'enrol-invalid': enrol({ step: 'invalid', failure: { code: 'invitation_invalid' } }),
  'enrol-network': enrol({ step: 'network' }),
  'enrol-network-wrong': { ...enrol({ step: 'network' }), press: 'button[type=submit]' },
  'enrol-passphrase': enrol({ step: 'passphrase', invitation }),
  'enrol-passphrase-wrong': { ...enrol({ step: 'passphrase', invitation }), press: 'button[type=submit]' },
  'enrol-kit': enrol({ step: 'kit', invitation, kit }),
  'enrol-quiz': enrol({ step: 'quiz', invitation, ask: [1, 4] }),
  'enrol-quiz-wrong': { ...enrol({ step: 'quiz', invitation, ask: [1, 4] }), fails: 'quiz_wrong', press: 'button[type=submit]' },
  'enrol-keys': enrol({ step: 'making_keys', invitation }),
  'enrol-waiting': { put: { session: { state: 'waiting', progress } } },
  inbox: {},
  'inbox-action': { at: '#/inbox/action' },
  'inbox-empty': { put: { rooms: { state: 'ready', value: [] } } },
  'inbox-nothing-due': { at: '#/inbox/action', put: { rooms: { state: 'ready', value: [] } } },
  'inbox-loading': { put: { rooms: loading } },
  'inbox-failed': { put: { rooms: failed } },
  'inbox-drafts': { at: '#/inbox/drafts', put: { drafts: [fullFreeze, message, conflicting] } },
  'inbox-offline': { put: { connection: 'offline', outgoing } },
  thread: { at: `#/room/${first}`, thread: incomingThread },
  'thread-long': { at: `#/room/${first}`, thread: longThread },
  'thread-reply': { at: `#/room/${first}`, thread: { ...incomingThread, room: { ...incomingThread.room, request: { kind: 'freeze', urgency: 'urgent', state: 'acknowledged' } } }, put: { drafts: [answering] } },
  'thread-loading': { at: `#/room/${first}`, thread: 'loading' },
  'thread-failed': { at: `#/room/${first}`, thread: 'failed' },
  'thread-blocked': { at: `#/room/${roomAt(6).id}`, thread: 'loading' },
  'compose-freeze': { at: '#/new/d1?kind=freeze', put: { drafts: [blankFreeze] } },
  'compose-freeze-wrong': { at: '#/new/d1?kind=freeze', put: { drafts: [blankFreeze] }, press: 'button[type=submit]' },
  'compose-freeze-full': { at: '#/new/d2?kind=freeze', put: { drafts: [fullFreeze], session: { state: 'ready', me: { ...me, office: refOf('KE'), officer: officerOf('KE').id, name: officerOf('KE').name } } } },
  'compose-message': { at: '#/new/d3', put: { drafts: [message] } },
  'compose-conflict': { at: '#/new/d4', put: { drafts: [conflicting] } },
  directory: { at: '#/directory' },
  'directory-failed': { at: '#/directory', put: { directory: failed } },
  office: { at: `#/directory/${officeOf('CH').id}` },
  'office-arabic': { at: `#/directory/${officeOf('AE').id}` },
  'office-unreachable': { at: `#/directory/${officeOf('PA').id}` },
  clocks: { at: '#/clocks' },
  'clocks-empty': { at: '#/clocks', put: { rooms: { state: 'ready', value: [] } } },
  settings: { at: '#/settings' },
  'settings-unsupported': { at: '#/settings', put: { account: { state: 'ready', value: { ...account, passkeys: [], passkeysSupported: false } } } },
  blocked: { put: { block: networkBlock } },
  ...searchScenes,
  ...caseworkScenes,
  ...noticeScenes,
  ...screeningScenes,
  ...libraryScenes,
  ...frameworkScenes,
  ...meetingScenes,
  ...courseScenes,
  ...guestScenes,
  palette: { press: 'key:Mod+KeyK' },
  keys: { press: 'key:Shift+Slash' },
};
