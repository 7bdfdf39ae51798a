// What the screening team's own system makes of a screening day, by the rules of route-default for children of six:
// high at −6.00 D or beyond, low from −0.50 D to above −3.00 D in the worse eye with an acuity below 5.0.

import type { Observation } from 'fhir/r4.js';
import type { Client } from 'fhir-kit-client';
import { allPages, componentValue, get, resourcesOf } from './fhir.ts';

export const DAY = '2021-05-21';

export interface ScreenedChild {
  /** `Patient/…` */
  reference: string;
  /** Spherical equivalent of the worse eye, D. */
  worst: number;
  /** Lowest uncorrected acuity, five-grade. */
  acuity: number | undefined;
  /** References of the refractions. */
  refractions: string[];
}

export function isHigh({ worst }: ScreenedChild): boolean {
  return worst <= -6;
}

export function isLow({ worst, acuity }: ScreenedChild): boolean {
  return worst <= -0.5 && worst > -3 && (acuity === undefined || acuity < 5);
}

/** Children whose refraction could be measured, in a fixed order, and the request that answered. */
export async function screenedChildren(client: Client) {
  const { body, request } = await get(
    client,
    `Observation?date=${DAY}&code=refraction,va-uncorrected&_sort=_id&_count=50`,
  );
  const pages = await allPages(client, body);
  const children = new Map<string, ScreenedChild>();
  for (const observation of pages.flatMap((page) => resourcesOf<Observation>(page, 'Observation'))) {
    const reference = observation.subject!.reference!;
    const child = children.get(reference) ?? { reference, worst: 99, acuity: undefined, refractions: [] };
    children.set(reference, child);
    const equivalent = componentValue(observation, 'spherical-equivalent');
    if (equivalent !== undefined) {
      child.worst = Math.min(child.worst, equivalent);
      child.refractions.push(`Observation/${observation.id}`);
    } else if (observation.valueQuantity?.value !== undefined) {
      child.acuity = Math.min(child.acuity ?? 99, observation.valueQuantity.value);
    }
  }
  return { children: [...children.values()], pages: pages.length, request };
}
