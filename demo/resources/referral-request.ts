// A refraction referral and the task that carries it, as a screening team's system writes them:
// profiles lianti-refraction-referral and lianti-referral-task.

import type { ServiceRequest, Task } from 'fhir/r4.js';
import { CODES, PROFILE, SYSTEM } from '../fhir.ts';

export interface Referral {
  status: 'draft' | 'active';
  intent: 'order' | 'proposal';
  priority: 'routine' | 'urgent';
  /** Code of referral-reason. */
  reason: string;
  display: string;
  text: string;
  green?: boolean;
  /** Number of the sending unit (PLAC), system and value. */
  placer: { system: string; value: string };
  requisition?: string;
  /** `Patient/…` */
  subject: string;
  requester: string;
  performer: string;
  /** References of the measurements that are the reason. */
  evidence: string[];
  authoredOn: string;
}

export function referralRequest(referral: Referral): ServiceRequest {
  const { green, requisition, reason, display, text } = referral;
  const code = { coding: [{ system: `${CODES}/referral-reason`, code: reason, display }], text };
  return {
    resourceType: 'ServiceRequest',
    meta: { profile: [`${PROFILE}/lianti-refraction-referral`] },
    extension: [
      { url: `${PROFILE}/referral-direction`, valueCode: 'up' },
      ...(green ? [{ url: `${PROFILE}/green-channel`, valueBoolean: true }] : []),
      { url: `${PROFILE}/network`, valueReference: { reference: 'Organization/org-eye-network' } },
      { url: `${PROFILE}/rule-set`, valueCanonical: `${SYSTEM}/rules/route-default|1` },
    ],
    identifier: [
      {
        type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'PLAC' }] },
        ...referral.placer,
      },
    ],
    ...(requisition ? { requisition: { system: `${SYSTEM}/sid/requisition`, value: requisition } } : {}),
    status: referral.status,
    intent: referral.intent,
    category: [
      { coding: [{ system: `${CODES}/referral-category`, code: 'refraction', display: 'Refraction' }] },
    ],
    priority: referral.priority,
    code,
    subject: { reference: referral.subject },
    authoredOn: referral.authoredOn,
    requester: { reference: referral.requester },
    performer: [{ reference: referral.performer }],
    reasonCode: [{ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'H52.1' }], text: '近视' }],
    supportingInfo: referral.evidence.map((reference) => ({ reference })),
  };
}

/** `focus` may be the `urn:uuid:` of the request in the same transaction. */
export function referralTask(
  referral: Referral,
  task: { number: string; focus: string; owner: string; kind: 'fulfill' | 'reminder-followup' },
): Task {
  const isSent = referral.status === 'active';
  return {
    resourceType: 'Task',
    meta: { profile: [`${PROFILE}/lianti-referral-task`] },
    extension: [{ url: `${PROFILE}/referral-category`, valueCode: 'refraction' }],
    identifier: [{ system: `${SYSTEM}/sid/task`, value: task.number }],
    status: isSent ? 'requested' : 'draft',
    businessStatus: {
      coding: [
        isSent
          ? { system: `${CODES}/referral-business-status`, code: 'submitted', display: 'Submitted' }
          : { system: `${CODES}/referral-business-status`, code: 'created', display: 'Created, not sent' },
      ],
    },
    intent: 'order',
    priority: referral.priority,
    code: {
      coding: [
        { system: `${CODES}/task-kind`, code: task.kind },
        ...(task.kind === 'fulfill'
          ? [{ system: 'http://hl7.org/fhir/CodeSystem/task-code', code: 'fulfill' }]
          : []),
      ],
    },
    focus: { reference: task.focus },
    for: { reference: referral.subject },
    authoredOn: referral.authoredOn,
    lastModified: referral.authoredOn,
    requester: { reference: referral.requester },
    owner: { reference: task.owner },
  };
}
