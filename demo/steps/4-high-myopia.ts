// Green referral: the gateway sends request and task in one transaction, the one-stop centre finds them, accepts
// and books in one transaction; a desk that is a moment late is told so and changes nothing.

import type { Bundle, Patient, ServiceRequest, Slot, Task } from 'fhir/r4.js';
import { get, refusal, resourcesOf, SYSTEM } from '../fhir.ts';
import { requisitionNumber } from '../number.ts';
import type { Play, Step } from '../play.ts';
import { acceptAndBook, freeSlot, ONE_STOP, schedule } from '../resources/booking.ts';
import { type Referral, referralRequest, referralTask } from '../resources/referral-request.ts';
import { isHigh, type ScreenedChild, screenedChildren } from '../triage.ts';

const GATEWAY = 'Organization/org-qibao-community';
const REQUEST = 'urn:uuid:6f4c7c1e-58d5-4f83-8a0c-2f6f7b3c1d01';
const WORK_LIST = `Task?owner=${ONE_STOP}&status=requested&_include=Task:focus&_include=Task:patient`;

export const highMyopia: Step = {
  zh: '高度近视绿色转诊',
  en: 'High myopia: green referral',
  async run(play: Play) {
    const team = play.clientOf('referrer', GATEWAY);
    const { children, request } = await screenedChildren(team);
    const high = children.filter(isHigh);
    play.figure({
      zh: '达到 −6.00 D 的儿童',
      en: 'children at −6.00 D or beyond',
      value: high.length,
      expected: 1,
      request,
    });

    // Every run refers anew: its number is one more than what was accepted before.
    const accepted = await get(team, `Task?owner=${ONE_STOP}&status=accepted&_summary=count`);
    const n = accepted.body.total! + 1;
    const sent = (await team.transaction({
      body: referralBundle(high[0]!, n) as never,
    })) as unknown as Bundle;
    play.figure({
      zh: '一次提交的申请与任务',
      en: 'request and task, sent together',
      value: sent.entry?.length ?? 0,
      expected: 2,
      request: `POST (transaction: ServiceRequest, Task) ${requisitionNumber('QBWY', '210521', n)}`,
    });
    await book(play, n);
  },
};

async function book(play: Play, n: number): Promise<void> {
  const desk = play.clientOf('receiver-desk', 'Organization/org-eye-ent-one-stop');
  const work = await get(desk, WORK_LIST);
  const [task] = resourcesOf<Task>(work.body, 'Task');
  const [referral] = resourcesOf<ServiceRequest>(work.body, 'ServiceRequest');
  const [child] = resourcesOf<Patient>(work.body, 'Patient');
  play.figure({
    zh: '一站式中心待办',
    en: 'waiting at the one-stop centre',
    value: work.body.total!,
    expected: 1,
    request: work.request,
  });
  play.say(
    `                ${referral?.requisition?.value}  ${child?.name?.[0]?.text}  ${referral?.code?.text}`,
  );

  await desk.update({ resourceType: 'Schedule', id: schedule.id!, body: schedule as never });
  const published = freeSlot(n);
  await desk.update({ resourceType: 'Slot', id: published.id!, body: published as never });
  const free = await get(desk, `Slot?schedule=Schedule/${schedule.id}&status=free`);
  const slot = resourcesOf<Slot>(free.body, 'Slot').find(({ id }) => id === published.id)!;
  const booking = acceptAndBook(task!, slot);
  const booked = (await desk.transaction({ body: booking as never })) as unknown as Bundle;
  play.figure({
    zh: '接受并预约',
    en: `accepted and booked for ${slot.start}`,
    value: booked.entry![0]!.response!.status,
    expected: '200 OK',
    request: `POST (transaction: Task If-Match ${booking.entry![0]!.request!.ifMatch}, Slot, Appointment, Provenance)`,
  });
  const second = await refusal(desk.transaction({ body: booking as never }));
  play.figure({
    zh: '第二个窗口',
    en: 'a second desk, a moment later',
    value: second.status,
    expected: 412,
    request: 'POST (the same transaction again)',
  });
  play.say(`                ${second.sentences[0] ?? ''}`);
}

function referralBundle(child: ScreenedChild, n: number): Bundle {
  const number = String(n).padStart(3, '0');
  const placer = { system: `${SYSTEM}/sid/org-qibao-community/referral`, value: `QB20210521-${number}` };
  const referral: Referral = {
    status: 'active',
    intent: 'order',
    priority: 'urgent',
    reason: 'high-myopia-green',
    display: 'High myopia: green referral',
    text: '高度近视绿色转诊',
    green: true,
    placer,
    requisition: requisitionNumber('QBWY', '210521', n),
    subject: child.reference,
    requester: GATEWAY,
    performer: ONE_STOP,
    evidence: child.refractions,
    authoredOn: '2021-05-21T11:00:00+08:00',
  };
  const task = { number: `T-210521-G${number}`, focus: REQUEST, owner: ONE_STOP, kind: 'fulfill' as const };
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      {
        fullUrl: REQUEST,
        resource: referralRequest(referral),
        request: {
          method: 'POST',
          url: 'ServiceRequest',
          ifNoneExist: `identifier=${placer.system}|${placer.value}`,
        },
      },
      {
        resource: referralTask(referral, task),
        request: { method: 'POST', url: 'Task', ifNoneExist: `identifier=${SYSTEM}/sid/task|${task.number}` },
      },
    ],
  };
}
