// The city's health cloud pulls what is new, page by page, and remembers how far it came.

import type { Bundle, Observation } from 'fhir/r4.js';
import type { Client } from 'fhir-kit-client';
import { allPages, etagOf, get, resourcesOf } from '../fhir.ts';
import type { Play, Step } from '../play.ts';
import { DAY } from '../triage.ts';

const BEGINNING = '2020-01-01T00:00:00Z';

interface Pull {
  /** Each measurement once, in its newest version. */
  measurements: Map<string, Observation>;
  pages: number;
  /** Where the next pull goes on. */
  position: string;
  request: string;
}

export const healthCloud: Step = {
  zh: '健康云拉取',
  en: 'The health cloud pulls',
  async run(play: Play) {
    const cloud = play.clientOf();
    const first = await pull(cloud, BEGINNING);
    play.figure({
      zh: '测量',
      en: `measurements, on ${first.pages} pages`,
      value: first.measurements.size,
      expected: 400,
      request: `${first.request}, then its next links`,
    });
    const again = await pull(cloud, first.position);
    play.figure({
      zh: '再拉一次',
      en: 'again',
      value: again.measurements.size,
      expected: 0,
      request: again.request,
    });

    const corrected = await correctOneAcuity(play);
    const third = await pull(cloud, again.position);
    play.figure({
      zh: '更正一条视力后',
      en: 'after one corrected acuity',
      value: third.measurements.size,
      expected: 1,
      request: third.request,
    });
    const current = await get<Observation>(cloud, `Observation/${corrected}`);
    play.figure({
      zh: '其版本',
      en: 'its version',
      value: current.body.meta?.versionId ?? 'missing',
      expected: '2',
      request: current.request,
    });
  },
};

async function pull(client: Client, since: string): Promise<Pull> {
  const { body, request } = await get(client, `Observation/_history?_since=${since}&_count=100`);
  const pages = await allPages(client, body);
  const measurements = new Map<string, Observation>();
  // Newest first: the first version seen of a measurement is the one that counts.
  for (const observation of pages.flatMap((page: Bundle) => resourcesOf<Observation>(page, 'Observation'))) {
    if (!measurements.has(observation.id!)) measurements.set(observation.id!, observation);
  }
  return { measurements, pages: pages.length, position: body.timestamp!, request };
}

/** One line better in an acuity that nobody has corrected yet. Answers its id. */
async function correctOneAcuity(play: Play): Promise<string> {
  const team = play.clientOf('referrer', 'Organization/org-qibao-community');
  const { body } = await get(
    team,
    `Observation?date=${DAY}&code=va-uncorrected&status=final&_sort=_id&_count=100`,
  );
  const acuity = resourcesOf<Observation>(body, 'Observation').find(
    ({ meta, valueQuantity }) => meta?.versionId === '1' && valueQuantity?.value === 5,
  );
  if (!acuity) throw new Error('Every acuity has been corrected by now. Start anew with --reset.');
  const { component: _ofTheOldValue, ...kept } = acuity;
  const corrected: Observation = {
    ...kept,
    status: 'corrected',
    valueQuantity: { ...acuity.valueQuantity, value: 5.1 },
    note: [{ text: '复核原始记录后更正 corrected after a look at the record' }],
  };
  await team.update({
    resourceType: 'Observation',
    id: acuity.id!,
    body: corrected as never,
    options: { headers: { 'If-Match': etagOf(acuity) } },
  });
  play.say(`                PUT Observation/${acuity.id}  If-Match ${etagOf(acuity)}  5.0 → 5.1`);
  return acuity.id!;
}
