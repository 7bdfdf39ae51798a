// The refraction archive of one child: spherical equivalents per eye over the years, as a small text picture.

import type { Observation, Patient } from 'fhir/r4.js';
import { componentValue, eyeOf, get, resourcesOf } from '../fhir.ts';
import { picture } from '../picture.ts';
import type { Play, Step } from '../play.ts';

export const CHILD = '冯雨萱';

export const archive: Step = {
  zh: '屈光档案',
  en: "Archive: one child's points per eye",
  async run(play: Play) {
    const client = play.clientOf();
    const found = await get(client, `Patient?name:exact=${CHILD}`);
    const [child] = resourcesOf<Patient>(found.body, 'Patient');
    const { body, request } = await get(
      client,
      `Observation?subject=Patient/${child?.id}&code=refraction&_sort=date`,
    );
    const points = resourcesOf<Observation>(body, 'Observation').map((observation) => ({
      year: String(observation.effectiveDateTime).slice(0, 4),
      eye: eyeOf(observation)!,
      dioptres: componentValue(observation, 'spherical-equivalent')!,
    }));
    play.figure({ zh: `${CHILD} 的点`, en: 'points', value: points.length, expected: 4, request });
    play.say(...picture(points).map((line) => `                ${line}`));
    const lowest = Math.min(...points.map(({ dioptres }) => dioptres));
    play.figure({
      zh: '等效球镜最低 (D)',
      en: 'lowest spherical equivalent, D',
      value: lowest,
      expected: -6.625,
      request,
    });
  },
};
