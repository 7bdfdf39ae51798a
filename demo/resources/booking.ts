// Accept and book in one transaction (U4b): the task moves on, the appointment stands, the slot is taken, and one
// Provenance says who did both. The task's If-Match makes it all or nothing for the desk that comes second.

import type { Bundle, FhirResource, Schedule, Slot, Task } from 'fhir/r4.js';
import { CODES, etagOf } from '../fhir.ts';

export const ONE_STOP = 'HealthcareService/hs-eye-ent-one-stop';
const DESK = 'Organization/org-eye-ent-one-stop';
const HEAD_NURSE = 'PractitionerRole/role-xu';
const SCHEDULE = 'schedule-eye-ent-one-stop';
const APPOINTMENT = 'urn:uuid:0b1f6f3a-53a4-4c35-9f0e-6f1b7f1d9a01';
const MINUTES = 15;
const FIRST = Date.parse('2021-05-24T09:00:00+08:00');

export const schedule: Schedule = {
  resourceType: 'Schedule',
  id: SCHEDULE,
  active: true,
  actor: [{ reference: ONE_STOP }],
  comment: '绿色通道号源 slots of the green channel',
};

/** The n-th quarter of an hour, free. */
export function freeSlot(n: number): Slot {
  const start = FIRST + (n - 1) * MINUTES * 60_000;
  return {
    resourceType: 'Slot',
    id: `slot-eye-ent-one-stop-${n}`,
    schedule: { reference: `Schedule/${SCHEDULE}` },
    status: 'free',
    start: shanghai(start),
    end: shanghai(start + MINUTES * 60_000),
  };
}

export function acceptAndBook(task: Task, slot: Slot): Bundle<FhirResource> {
  const accepted: Task = {
    ...task,
    status: 'accepted',
    businessStatus: {
      coding: [{ system: `${CODES}/referral-business-status`, code: 'booked', display: 'Booked' }],
    },
    lastModified: '2021-05-21T11:20:00+08:00',
    output: [
      {
        type: {
          coding: [{ system: `${CODES}/referral-output`, code: 'appointment', display: 'Appointment' }],
        },
        valueReference: { reference: APPOINTMENT },
      },
    ],
  };
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      { resource: accepted, request: { method: 'PUT', url: `Task/${task.id}`, ifMatch: etagOf(task) } },
      {
        resource: { ...slot, status: 'busy' },
        request: { method: 'PUT', url: `Slot/${slot.id}`, ifMatch: etagOf(slot) },
      },
      {
        fullUrl: APPOINTMENT,
        resource: {
          resourceType: 'Appointment',
          status: 'booked',
          basedOn: [task.focus!],
          slot: [{ reference: `Slot/${slot.id}` }],
          start: slot.start,
          end: slot.end,
          participant: [
            { actor: task.for!, status: 'needs-action' },
            { actor: { reference: ONE_STOP }, status: 'accepted' },
          ],
        },
        request: { method: 'POST', url: 'Appointment' },
      },
      {
        resource: {
          resourceType: 'Provenance',
          target: [{ reference: `Task/${task.id}` }, { reference: APPOINTMENT }],
          recorded: '2021-05-21T11:20:00+08:00',
          activity: {
            coding: [{ system: `${CODES}/task-event`, code: 'accept-book', display: 'Accept and book' }],
          },
          agent: [{ who: { reference: HEAD_NURSE }, onBehalfOf: { reference: DESK } }],
        },
        request: { method: 'POST', url: 'Provenance' },
      },
    ],
  };
}

function shanghai(ms: number): string {
  return `${new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
}
