// Compartments: which resources belong to a patient, an encounter … R4 compartmentdefinition.html.

import type { Compartment } from './definitions.ts';
import type { CompartmentData } from './packed.ts';

const NONE: readonly string[] = [];

/** A resource is in its own compartment, whether or not the published definition says `{def}`. */
export function compartmentsOf(data: readonly CompartmentData[]): Compartment[] {
  return data.map(({ type, params }) => {
    const byType = new Map<string, readonly string[]>(Object.entries(params));
    byType.set(type, [...new Set(['{def}', ...(params[type] ?? [])])]);
    return { type, params: (resourceType) => byType.get(resourceType) ?? NONE };
  });
}
