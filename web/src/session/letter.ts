/** What an officer has written, as the bodies of protocol/bodies.md. */
import type { JsonObject } from '../protocol/canonical.ts';
import { toSeconds } from './form.ts';
import type { Draft, FreezeMeasure, RequestForm, Tlp } from './model.ts';
import type { SealedFile } from './files.ts';

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

export function attachmentBody(file: SealedFile): JsonObject {
  const { id, name, type, size, key, sha256, ctSha256, ctLen } = file;
  return { id, name, type, size, key, sha256, ct_sha256: ctSha256, ct_len: ctLen };
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

function measureBody(measure: FreezeMeasure | null): JsonObject | null {
  if (measure === null) return null;
  const { authority, basis, amount, currency } = measure;
  return { authority, basis, expires: optionalSeconds(measure.expires), amount, currency };
}

function optionalSeconds(ms: number | null): number | null {
  return ms === null ? null : toSeconds(ms);
}
