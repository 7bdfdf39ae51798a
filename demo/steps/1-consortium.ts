// Who is a member on a date: affiliations whose period begins before its end and ends after its beginning.

import type { Organization } from 'fhir/r4.js';
import { get, resourcesOf } from '../fhir.ts';
import type { Play, Step } from '../play.ts';

const MEMBERS = 'OrganizationAffiliation?network=org-pediatric-consortium&role=member';

export const consortium: Step = {
  zh: '医联体',
  en: 'Consortium: members on a date',
  async run(play: Play) {
    const client = play.clientOf();
    const { body, request } = await get(
      client,
      `${MEMBERS}&date=ge2021-05-21&date=le2021-05-21&_include=OrganizationAffiliation:participating-organization`,
    );
    play.figure({
      zh: '2021-05-21 成员单位',
      en: 'member units on that day',
      value: body.total!,
      expected: 16,
      request,
    });
    const names = resourcesOf<Organization>(body, 'Organization').map(({ name }) => name);
    play.say(`                ${names.slice(0, 4).join('、')} …`);
    const before = await get(client, `${MEMBERS}&date=ge2016-05-09&date=le2016-05-09&_summary=count`);
    play.figure({
      zh: '签约前一天',
      en: 'the day before it was signed',
      value: before.body.total!,
      expected: 0,
      request: before.request,
    });
  },
};
