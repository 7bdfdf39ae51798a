// What a doctor reads when a measurement cannot be right: a cylinder without its axis.

import type { Observation } from 'fhir/r4.js';
import { get, refusal, resourcesOf } from '../fhir.ts';
import type { Play, Step } from '../play.ts';
import { DAY } from '../triage.ts';

export const refused: Step = {
  zh: '不合格的数据',
  en: 'Refused: a cylinder without an axis',
  async run(play: Play) {
    const team = play.clientOf('referrer', 'Organization/org-qibao-community');
    const { body } = await get(team, `Observation?date=${DAY}&code=refraction&_sort=_id&_count=50`);
    const complete = resourcesOf<Observation>(body, 'Observation').find(hasAxis)!;
    const { id: _id, meta, identifier: _identifier, ...rest } = complete;
    const withoutAxis: Observation = {
      ...rest,
      meta: { profile: meta!.profile! },
      component: rest.component!.filter(({ code }) => code.coding?.[0]?.code !== 'axis'),
    };
    const { status, sentences } = await refusal(
      team.create({ resourceType: 'Observation', body: withoutAxis as never }),
    );
    play.figure({
      zh: '拒收',
      en: 'refused',
      value: status,
      expected: 422,
      request: 'POST Observation (柱镜 cylinder −0.25 D, no axis)',
    });
    play.say(...sentences.map((sentence) => `                ${sentence}`));
  },
};

function hasAxis({ component = [] }: Observation): boolean {
  return component.some(
    ({ code, valueQuantity }) => code.coding?.[0]?.code === 'axis' && valueQuantity !== undefined,
  );
}
