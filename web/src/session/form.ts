/** The request form and the answer in the view model's names, and as the bodies of protocol/bodies.md. */
import type { Json, JsonObject } from '../protocol/canonical.ts';
import type { AnswerOutcome, AssetLink, Draft, FreezeMeasure, Outcome, RefusalReason, RequestForm, RequestKind, Stage, Tlp, Urgency } from './model.ts';
import type { ReceivedFile, SealedFile } from './files.ts';

/** Bodies hold whole seconds, the view model milliseconds. */
export function toMs(seconds: number): number {
  return seconds * 1000;
}

export function toSeconds(ms: number): number {
  return Math.floor(ms / 1000);
}

function optionalSeconds(ms: number | null): number | null {
  return ms === null ? null : toSeconds(ms);
}

export function requestBody(form: RequestForm, to: string): JsonObject {
  const contact: JsonObject = { name: form.contact.name, phone: form.contact.phone, languages: form.contact.languages.join(', ') };
  return {
    type: form.kind, urgency: form.urgency, to, needed_by: optionalSeconds(form.neededBy),
    offence: form.offence, offence_law: form.offenceLaw, stage: form.stage, facts: form.facts,
    persons: form.persons.filter((person) => Object.values(person).some((text) => text !== ''))
      .map(({ name, latin, born, document, nationality }): JsonObject => ({ name, latin, born, document, nationality })),
    assets: form.assets.filter((asset) => Object.values(asset).some((text) => text !== ''))
      .map(({ type, identifier, holder, place, amount, currency, link }): JsonObject => ({ type, identifier, holder, place, amount, currency, link })),
    measure: form.measure, formal_by: optionalSeconds(form.formalBy), purpose: form.purpose, contact, order: form.order,
    authority: form.authority, third_parties: form.thirdParties,
  };
}

/** The protocol has checked the shape (checkBody); what is read here is only renamed. */
export function formOf(request: JsonObject, language: string): RequestForm {
  const contact = request['contact'] as { name: string; phone: string; languages: string };
  return {
    kind: text(request, 'type') as RequestKind, urgency: text(request, 'urgency') as Urgency, language,
    assets: list(request, 'assets').map((asset) => ({
      type: text(asset, 'type'), identifier: text(asset, 'identifier'), holder: text(asset, 'holder'), place: text(asset, 'place'),
      amount: text(asset, 'amount'), currency: text(asset, 'currency'), link: text(asset, 'link') as AssetLink | '',
    })),
    persons: list(request, 'persons').map((person) => ({
      name: text(person, 'name'), latin: text(person, 'latin'), born: text(person, 'born'),
      document: text(person, 'document'), nationality: text(person, 'nationality'),
    })),
    offence: text(request, 'offence'), offenceLaw: text(request, 'offence_law'), facts: text(request, 'facts'),
    stage: text(request, 'stage') as Stage | '', authority: text(request, 'authority'), measure: text(request, 'measure'),
    order: text(request, 'order'), thirdParties: text(request, 'third_parties'), neededBy: optionalMs(request['needed_by']),
    formalBy: optionalMs(request['formal_by']), purpose: text(request, 'purpose'),
    contact: { name: contact.name, phone: contact.phone, languages: contact.languages.split(/[\s,]+/u).filter(Boolean) },
  };
}

export function answerOf(body: JsonObject): AnswerOutcome {
  return {
    outcome: text(body, 'outcome') as Outcome,
    reason: text(body, 'reason') as RefusalReason | '',
    measure: measureOf(body['measure']),
  };
}

function measureOf(value: Json | undefined): FreezeMeasure | null {
  if (value === null || value === undefined) return null;
  const measure = value as JsonObject;
  return {
    authority: text(measure, 'authority'), basis: text(measure, 'basis'), expires: optionalMs(measure['expires']),
    amount: text(measure, 'amount'), currency: text(measure, 'currency'),
  };
}

function measureBody(measure: FreezeMeasure | null): JsonObject | null {
  if (measure === null) return null;
  const { authority, basis, amount, currency } = measure;
  return { authority, basis, expires: optionalSeconds(measure.expires), amount, currency };
}

/** What a draft says, as the body that will be sealed. `re` is the entry that it answers. */
export function draftBody(draft: Draft, to: string, re: string | null, files: readonly SealedFile[]): JsonObject {
  const handling = handlingBody(draft.handling);
  const attachments = files.map(attachmentBody);
  if (draft.request !== null) {
    return {
      kind: 'request', handling, request: requestBody(draft.request, to), subject: draft.subject, text: draft.body,
      attachments, language: draft.request.language,
    };
  }
  if (draft.answer !== null && re !== null) {
    const { outcome, reason } = draft.answer;
    return { kind: 'answer', handling, re, outcome, reason, text: draft.body, attachments, measure: measureBody(draft.answer.measure) };
  }
  return { kind: 'message', handling, subject: draft.subject, text: draft.body, re, attachments, language: '' };
}

function handlingBody(tlp: Tlp): JsonObject {
  return { tlp };
}

function attachmentBody(file: SealedFile): JsonObject {
  const { id, name, type, size, key, sha256, ctSha256, ctLen } = file;
  return { id, name, type, size, key, sha256, ct_sha256: ctSha256, ct_len: ctLen };
}

export function filesOf(body: JsonObject): readonly ReceivedFile[] {
  const attachments = body['attachments'];
  if (!Array.isArray(attachments)) return [];
  return (attachments as JsonObject[]).map((file) => ({
    id: text(file, 'id'), name: text(file, 'name'), type: text(file, 'type'), size: Number(file['size']), key: text(file, 'key'),
    sha256: text(file, 'sha256'), ctSha256: text(file, 'ct_sha256'), ctLen: Number(file['ct_len']),
  }));
}

export function handlingOf(body: JsonObject): Tlp {
  const handling = body['handling'] as { tlp: Tlp } | undefined;
  return handling?.tlp ?? 'TLP:AMBER';
}

export function text(value: JsonObject, name: string): string {
  const found = value[name];
  return typeof found === 'string' ? found : '';
}

function list(value: JsonObject, name: string): JsonObject[] {
  return value[name] as JsonObject[];
}

function optionalMs(seconds: Json | undefined): number | null {
  return typeof seconds === 'number' ? toMs(seconds) : null;
}
