// Applies corrections.json: known faults of the published R4 data, each with its reason. A correction that
// finds nothing to correct stops the build, so that the list never outlives the faults.

type Json = Record<string, unknown>;

export interface Correction {
  /** `<resourceType>/<id>`, `<resourceType>/*`, or `shape` for the JSON schema. */
  target: string;
  /**
   * Dotted members and indexes. In a StructureDefinition `constraint.<key|*>.expression` is every constraint of
   * that key, and `resource.id` the type of the logical id.
   */
  path: string;
  /** What stands there; the correction applies only where it does. */
  from?: unknown;
  to?: unknown;
  /** A further member of the array that stands there. */
  add?: unknown;
  reason: string;
}

const FHIR_TYPE = 'http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type';

/** Corrects in place. `shape` is the JSON schema. Throws when a correction had no effect. */
export function correct(resources: Json[], shape: Json, corrections: Correction[]): void {
  for (const correction of corrections) {
    const targets =
      correction.target === 'shape' ? [shape] : resources.filter((r) => isTarget(r, correction.target));
    let applied = 0;
    for (const target of targets) applied += correctOne(target, correction);
    if (applied === 0) {
      throw new Error(
        `scripts/definitions/corrections.json: nothing to correct for ${correction.target} ${correction.path}; remove the entry.`,
      );
    }
  }
}

function isTarget(resource: Json, target: string): boolean {
  const [type, id] = target.split('/');
  return resource.resourceType === type && (id === '*' || resource.id === id);
}

function correctOne(target: Json, correction: Correction): number {
  const [head, key, last] = correction.path.split('.');
  if (target.resourceType === 'StructureDefinition' && head === 'constraint') {
    return correctConstraints(target, key!, last!, correction);
  }
  if (target.resourceType === 'StructureDefinition' && head === 'resource')
    return correctId(target, correction);
  return correctMember(target, correction);
}

function correctConstraints(target: Json, key: string, member: string, { from, to }: Correction): number {
  let applied = 0;
  for (const element of elementsOf(target)) {
    for (const constraint of (element.constraint ?? []) as Json[]) {
      if ((key !== '*' && constraint.key !== key) || constraint[member] !== from) continue;
      constraint[member] = to;
      applied++;
    }
  }
  return applied;
}

function correctId(target: Json, { from, to }: Correction): number {
  if (target.kind !== 'resource') return 0;
  const element = elementsOf(target).find((e) => e.path === `${target.type}.id`);
  const types = (element?.type ?? []) as { extension?: { url: string; valueUrl?: unknown }[] }[];
  const extension = types[0]?.extension?.find((e) => e.url === FHIR_TYPE);
  if (extension?.valueUrl !== from) return 0;
  extension!.valueUrl = to;
  return 1;
}

function correctMember(target: Json, { path, from, to, add }: Correction): number {
  const members = path.split('.');
  const last = members.pop()!;
  let at = target;
  for (const member of members) {
    if (typeof at[member] !== 'object' || at[member] === null) return 0;
    at = at[member] as Json;
  }
  if (add !== undefined) {
    const list = at[last];
    if (!Array.isArray(list) || list.includes(add)) return 0;
    list.push(add);
    return 1;
  }
  if (JSON.stringify(at[last]) !== JSON.stringify(from)) return 0;
  at[last] = to;
  return 1;
}

function elementsOf(structure: Json): Json[] {
  return ((structure.snapshot as Json | undefined)?.element ?? []) as Json[];
}
