/** Invented cases, for looking at screens. */
import type { Attachment, Block, Clock, Country, DraftView, EntryProof, Outgoing, RequestForm, RoomSummary, Thread, ThreadItem } from '../../session/model';
import { DAY, hash, HOUR, MINUTE, NOW, officeOf, officerOf, refOf } from './people';

export const ackRunning: Clock = { kind: 'acknowledge', party: 'us', startedAt: NOW - 110 * MINUTE, dueAt: NOW + 130 * MINUTE, state: 'running' };
export const answerRunning: Clock = { kind: 'answer', party: 'us', startedAt: NOW - 110 * MINUTE, dueAt: NOW - 110 * MINUTE + 3 * DAY, state: 'running' };

export const freeze: RequestForm = {
  kind: 'freeze', urgency: 'urgent', language: 'en',
  assets: [{ type: 'bank_account', identifier: 'CH9300762011623852957', holder: 'Blue Acacia Holdings Ltd', place: 'Banque du Léman, Geneva', amount: '2 400 000', currency: 'USD', link: 'converted' }],
  persons: [{ name: 'Peter Mwangi Kiptoo', latin: '', born: '1968-03-14', document: 'A1234567', nationality: 'KE' }],
  offence: 'UNCAC-17', offenceLaw: 'Anti-Corruption and Economic Crimes Act, s. 45(1); 10 years',
  facts: 'Between March and September 2026 the suspect, then head of procurement of a county government, approved eleven payments to a company that delivered nothing. 2.4 million US dollars went on to the account named. On 21 November the company instructed the bank to transfer the balance to Dubai; the instruction is dated for 24 November.',
  stage: 'investigation', authority: '', measure: 'Prevent the disposal of the asset under your own powers while a formal request is prepared. Please do not inform the holder.',
  order: '', thirdParties: 'None known.', neededBy: NOW + 20 * HOUR, formalBy: NOW + 9 * DAY,
  purpose: 'Criminal investigation and recovery of the asset. We will ask before any other use.',
  contact: { name: 'Wanjiku Kamau', phone: '+254 20 555 0140', languages: ['en', 'sw'] },
};

interface Plan {
  readonly country: Country;
  readonly subject: string;
  readonly preview: string;
  readonly ago: number;
  readonly ours?: boolean;
  readonly unread?: number;
  readonly request?: RoomSummary['request'];
  readonly clocks?: readonly Clock[];
  readonly action?: boolean;
  readonly files?: number;
  readonly draft?: boolean;
  readonly block?: Block;
}

export const roomBlock: Block = {
  code: 'entry_invalid', room: hash(905), at: NOW - 25 * MINUTE,
  technical: ['entry 14', `expected prev ${hash(77)}`, `found prev ${hash(78)}`, 'step rooms.md 3'],
};
export const networkBlock: Block = {
  code: 'register_rolled_back', at: NOW - 4 * MINUTE,
  technical: ['pinned size 412', `pinned root ${hash(41)}`, 'offered size 398', `offered root ${hash(42)}`],
};

const plans: readonly Plan[] = [
  { country: 'KE', subject: 'Freeze · CH93 0076 2011 6238 5295 7 · Peter Mwangi Kiptoo', preview: 'On 21 November the company instructed the bank to transfer the balance to Dubai', ago: 110 * MINUTE, unread: 1, request: { kind: 'freeze', urgency: 'urgent', state: 'sent' }, clocks: [ackRunning, answerRunning], action: true, files: 2 },
  { country: 'SG', subject: 'Flash: transfer ordered for tonight, account of Meridian Pearl Pte', preview: 'Funds are expected to leave at 22:00 your time', ago: 70 * MINUTE, unread: 2, request: { kind: 'freeze', urgency: 'flash', state: 'sent' }, clocks: [{ kind: 'acknowledge', party: 'us', startedAt: NOW - 70 * MINUTE, dueAt: NOW - 10 * MINUTE, state: 'missed', escalatedTo: 'secretariat' }], action: true, files: 1 },
  { country: 'AE', subject: 'استفسار عن حساب مصرفي في جنيف', preview: 'نشكركم على ردكم السريع، ونرفق نسخة من أمر التجميد', ago: 5 * HOUR, unread: 1, request: { kind: 'information', urgency: 'priority', state: 'acknowledged' }, clocks: [{ kind: 'acknowledge', party: 'us', startedAt: NOW - 2 * DAY, dueAt: NOW - DAY, state: 'met', metAt: NOW - 2 * DAY + 42 * MINUTE }, { kind: 'answer', party: 'us', startedAt: NOW - 6 * DAY, dueAt: NOW + DAY - 3 * HOUR, state: 'running' }], action: true },
  { country: 'BR', subject: 'Imóvel em Lugano: certidão do registro', preview: 'Obrigado. A certidão chega amanhã.', ago: 26 * HOUR, ours: true, request: { kind: 'tracing', urgency: 'ordinary', state: 'acknowledged' }, clocks: [{ kind: 'answer', party: 'them', startedAt: NOW - 9 * DAY, dueAt: NOW + 21 * DAY, state: 'running' }] },
  { country: 'FR', subject: 'Projet de demande d’entraide : relecture', preview: 'Deux remarques sur la double incrimination, voir le fichier joint.', ago: 2 * DAY, request: { kind: 'pre_mla', urgency: 'priority', state: 'answered' }, clocks: [], files: 1, draft: true },
  { country: 'GB', subject: 'Spontaneous information: property purchase in Zug', preview: 'For intelligence only; use as evidence requires a request.', ago: 4 * DAY },
  { country: 'SG', subject: 'Meeting of the four offices on Thursday', preview: 'The link to the agenda follows.', ago: 9 * DAY, block: roomBlock },
  { country: 'KE', subject: 'Older case closed', preview: 'Thank you all.', ago: 200 * DAY, ours: true },
];

export const rooms: readonly RoomSummary[] = plans.map((plan, index) => ({
  id: hash(900 + index), subject: plan.subject, ours: refOf('CH'), counterparts: index === 6 ? [refOf('SG'), refOf('GB'), refOf('FR')] : [refOf(plan.country)],
  lastAt: NOW - plan.ago, lastBy: plan.ours ? { officer: officerOf('CH'), office: refOf('CH'), ours: true } : { officer: officerOf(plan.country), office: refOf(plan.country), ours: false },
  preview: plan.preview, unread: plan.unread ?? 0, entries: 4, attachments: plan.files ?? 0, handling: 'TLP:AMBER+STRICT',
  clocks: plan.clocks ?? [], needsAction: plan.action ?? false, startedByUs: plan.ours ?? false, draft: plan.draft ?? false,
  ...(plan.request ? { request: plan.request } : {}), ...(plan.block ? { block: plan.block } : {}),
}));

export function roomAt(index: number): RoomSummary {
  const room = rooms[index];
  if (!room) throw new Error(`no sample room ${index}`);
  return room;
}

const proof = (seed: number): EntryProof => ({ entryHash: hash(seed), previousHash: hash(seed - 1), keyId: hash(seed + 50), logSize: 409 });

const files: readonly Attachment[] = [
  { id: 'a1', name: 'Freezing order, High Court Nairobi (certified).pdf', size: 1_482_113, type: 'application/pdf', transfer: { state: 'ready' } },
  { id: 'a2', name: 'bank-statements-\u202Exslx.exe', size: 48_113_882, type: 'application/octet-stream', transfer: { state: 'working', what: 'downloading', done: 0.42 } },
];

export const base = (seq: number, country: Country, ago: number) => ({
  id: hash(1200 + seq), seq, at: NOW - ago, officer: officerOf(country), office: refOf(country), timeZone: officeOf(country).timeZone,
  ours: country === 'CH', unread: false, proof: proof(1200 + seq),
});
const read = (country: Country, ago: number) => ({
  state: 'read' as const,
  receipts: [
    { office: refOf(country), officer: officerOf(country), kind: 'delivered' as const, at: NOW - ago },
    { office: refOf(country), officer: officerOf(country), kind: 'read' as const, at: NOW - ago + 3 * MINUTE },
  ],
});

export const incoming: readonly ThreadItem[] = [
  { ...base(1, 'KE', 111 * MINUTE), kind: 'members', added: [refOf('KE'), refOf('CH')], removed: [] },
  { ...base(2, 'KE', 110 * MINUTE), unread: true, kind: 'request', body: 'We ask you to prevent this transfer under your own powers. Please keep the existence of this request confidential.', request: freeze, handling: 'TLP:AMBER+STRICT', attachments: files, delivery: { state: 'sent', receipts: [] }, canAcknowledge: true },
];

export const conversation: readonly ThreadItem[] = [
  { ...base(1, 'KE', 3 * DAY), kind: 'members', added: [refOf('KE'), refOf('CH')], removed: [] },
  { ...base(2, 'KE', 3 * DAY - MINUTE), kind: 'request', body: 'Please treat the existence of this request as confidential.', request: { ...freeze, neededBy: NOW - DAY }, handling: 'TLP:AMBER+STRICT', attachments: files.slice(0, 1), delivery: { state: 'sent', receipts: [] }, canAcknowledge: false },
  { ...base(3, 'CH', 3 * DAY - 14 * MINUTE), kind: 'acknowledgement', of: hash(1202), text: '', reference: 'FOJ-2026-11842' },
  { ...base(4, 'CH', 2 * DAY), kind: 'message', body: 'The prosecutor of the canton has ordered the seizure. The bank confirmed at 17:42.\n\nThe measure lapses if the formal request does not arrive by the date given.', handling: 'TLP:AMBER+STRICT', attachments: [], delivery: read('KE', 2 * DAY - 5 * MINUTE), answer: { outcome: 'frozen', reason: '', measure: { authority: 'Ministère public, Genève', basis: 'IMAC art. 18(2); CPC art. 263', expires: NOW + 28 * DAY, amount: '2 388 410.55', currency: 'USD' } } },
  { ...base(5, 'KE', DAY), kind: 'message', body: 'Asante sana. The formal request leaves our central authority on Monday.', language: 'en', handling: 'TLP:AMBER+STRICT', attachments: [], delivery: { state: 'sent', receipts: [] } },
  { ...base(6, 'AE', 6 * HOUR), kind: 'message', body: 'نؤكد استلام المعلومات. الحساب رقم AE07 0331 2345 6789 0123 456 ما زال قيد المتابعة.', language: 'ar', handling: 'TLP:AMBER', attachments: [], delivery: { state: 'sent', receipts: [] } },
  { ...base(7, 'CH', 20 * MINUTE), kind: 'message', body: 'Noted. We will be at the telephone until 18:00.', handling: 'TLP:AMBER+STRICT', attachments: [], delivery: { state: 'failed', receipts: [], failure: { code: 'recipient_changed' } } },
  { ...base(8, 'KE', 10 * MINUTE), kind: 'unknown', type: 'vote' },
];

export const incomingThread: Thread = { room: roomAt(0), items: incoming, epoch: 1, members: [officeOf('KE'), officeOf('CH')] };
export const longThread: Thread = { room: { ...roomAt(2), subject: 'Freeze · CH93 0076 2011 6238 5295 7 · Peter Mwangi Kiptoo', request: { kind: 'freeze', urgency: 'urgent', state: 'answered' }, clocks: [{ ...ackRunning, state: 'met', metAt: NOW - 96 * MINUTE }] }, items: conversation, epoch: 2, members: [officeOf('KE'), officeOf('CH'), officeOf('AE')] };

const saved = { state: 'saved', at: NOW - 20_000 } as const;
const uploading: readonly Attachment[] = [
  { id: 'u1', name: 'order.pdf', size: 1_482_113, type: 'application/pdf', transfer: { state: 'ready' } },
  { id: 'u2', name: 'statements-2024-2026.zip', size: 1_913_554_000, type: 'application/zip', transfer: { state: 'working', what: 'uploading', done: 0.31 } },
  { id: 'u3', name: 'photo.heic', size: 4_100_000, type: 'image/heic', transfer: { state: 'paused', done: 0.8 } },
];

export const blankFreeze: DraftView = {
  draft: { id: 'd1', revision: 1, to: [], subject: '', body: '', handling: 'TLP:AMBER+STRICT', answer: null, request: { ...freeze, assets: [{ type: 'bank_account', identifier: '', holder: '', place: '', amount: '', currency: '', link: '' }], persons: [{ name: '', latin: '', born: '', document: '', nationality: '' }], offence: '', offenceLaw: '', facts: '', stage: '', thirdParties: '', neededBy: null, formalBy: null } },
  saving: { state: 'empty' }, attachments: [], elsewhere: [],
};
export const fullFreeze: DraftView = { draft: { ...blankFreeze.draft, id: 'd2', to: [officeOf('CH').id], request: { ...freeze, urgency: 'urgent', offenceLaw: '' } }, saving: saved, attachments: uploading, elsewhere: [] };
export const message: DraftView = { draft: { id: 'd3', revision: 4, to: [officeOf('AE').id, officeOf('FR').id], subject: 'Meeting on Thursday', body: 'Dear colleagues,\n\nmay we speak on Thursday at 09:00 UTC?', request: null, answer: null, handling: 'TLP:GREEN' }, saving: { state: 'saved_here', at: NOW - 5000 }, attachments: [], elsewhere: [{ id: 'e1', name: 'Agenda (draft 3).docx', size: 48_220, type: '' }] };
export const conflicting: DraftView = { ...message, draft: { ...message.draft, id: 'd4' }, saving: { state: 'conflict', other: message.draft } };
export const answering: DraftView = { draft: { id: 'd5', revision: 2, room: roomAt(0).id, to: [], subject: '', body: 'The bank has been told.', request: null, answer: { outcome: 'frozen', reason: '', measure: { authority: 'Ministère public, Genève', basis: 'IMAC art. 18(2)', expires: NOW + 28 * DAY, amount: '2 388 410.55', currency: 'USD' } }, handling: 'TLP:AMBER+STRICT' }, saving: saved, attachments: uploading, elsewhere: [] };

export const outgoing: readonly Outgoing[] = [
  { draft: 'o1', subject: 'Freeze', to: [refOf('CH')], state: 'holding', leavesAt: NOW + 7000 },
  { draft: 'o2', subject: 'Meeting', to: [refOf('AE'), refOf('FR')], state: 'waiting_for_connection', leavesAt: NOW - 7000 },
  { draft: 'o3', subject: 'Old', to: [refOf('SG')], state: 'failed', leavesAt: NOW - 70000, failure: { code: 'recipient_changed' } },
];
