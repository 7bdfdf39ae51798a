// Low myopia: for each child a reminder is drafted, a proposal that waits for a clinician, and its follow-up task.

import type { Bundle, BundleEntry } from 'fhir/r4.js';
import { get, SYSTEM } from '../fhir.ts';
import type { Play, Step } from '../play.ts';
import { type Referral, referralRequest, referralTask } from '../resources/referral-request.ts';
import { isLow, type ScreenedChild, screenedChildren } from '../triage.ts';

const TEAM = 'Organization/org-qibao-community';
const DRAFTS =
  'ServiceRequest?code=low-myopia-reminder&intent=proposal&status=draft&performer=HealthcareService/hs-minhang-central-eye';

export const lowMyopia: Step = {
  zh: '低度近视提醒',
  en: 'Low myopia: reminders drafted as proposals',
  async run(play: Play) {
    const team = play.clientOf('referrer', TEAM);
    const { children, request } = await screenedChildren(team);
    const low = children.filter(isLow);
    play.figure({
      zh: '低度近视且视力低下',
      en: 'low myopia with a low acuity',
      value: low.length,
      expected: 4,
      request,
    });
    const drafts: Bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: low.flatMap((child, i) => reminderEntries(child, i)),
    };
    await team.transaction({ body: drafts as never });
    const proposals = await get(team, DRAFTS);
    play.figure({
      zh: '提醒草稿',
      en: 'proposals that wait for a clinician',
      value: proposals.body.total!,
      expected: 4,
      request: proposals.request,
    });
  },
};

/** Conditional on the child's own number: drafting twice makes no second reminder. */
function reminderEntries(child: ScreenedChild, i: number): BundleEntry[] {
  const fullUrl = `urn:uuid:2f6f7b3c-58d5-4f83-8a0c-6f4c7c1e1d${String(i).padStart(2, '0')}`;
  const key = child.reference.replace('Patient/', '');
  const placer = { system: `${SYSTEM}/sid/org-qibao-community/reminder`, value: `TX20210521-${key}` };
  const referral: Referral = {
    status: 'draft',
    intent: 'proposal',
    priority: 'routine',
    reason: 'low-myopia-reminder',
    display: 'Low myopia: reminder to be checked',
    text: '低度近视，建议到区中心医院复查',
    placer,
    subject: child.reference,
    requester: TEAM,
    performer: 'HealthcareService/hs-minhang-central-eye',
    evidence: child.refractions,
    authoredOn: '2021-05-21T12:00:00+08:00',
  };
  const number = `T-210521-L-${key}`;
  const task = { number, focus: fullUrl, owner: TEAM, kind: 'reminder-followup' as const };
  return [
    {
      fullUrl,
      resource: referralRequest(referral),
      request: {
        method: 'POST',
        url: 'ServiceRequest',
        ifNoneExist: `identifier=${placer.system}|${placer.value}`,
      },
    },
    {
      resource: referralTask(referral, task),
      request: { method: 'POST', url: 'Task', ifNoneExist: `identifier=${SYSTEM}/sid/task|${number}` },
    },
  ];
}
