/** What the bodies of protocol/bodies.md say, in the view model's names; letter.ts goes the other way. */
import type { Json, JsonObject } from '../protocol/canonical.ts';
import type { AnswerOutcome, AssetLink, FreezeMeasure, Outcome, RefusalReason, RequestForm, RequestKind, Stage, Urgency } from './model.ts';
import type { ReceivedFile } from './files.ts';

/** Bodies hold whole seconds, the view model milliseconds. */
export function toMs(seconds: number): number {
  return seconds * 1000;
}

export function toSeconds(ms: number): number {
  return Math.floor(ms / 1000);
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

export function filesOf(body: JsonObject): readonly ReceivedFile[] {
  const attachments = body['attachments'];
  if (!Array.isArray(attachments)) return [];
  return (attachments as JsonObject[]).map((file) => ({
    id: text(file, 'id'), name: text(file, 'name'), type: text(file, 'type'), size: Number(file['size']), key: text(file, 'key'),
    sha256: text(file, 'sha256'), ctSha256: text(file, 'ct_sha256'), ctLen: Number(file['ct_len']),
  }));
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
