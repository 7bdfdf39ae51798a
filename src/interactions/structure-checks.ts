// Can a StructureDefinition be used here? Its differential must fit what it is built on, its constraints must be
// FHIRPath, and it must not be built on itself. What it refers to need not be known. R4 profiling.html.

import type { ElementDefinition, StructureDefinition } from 'fhir/r4.js';
import type { Definitions } from '../conformance/definitions.ts';
import { createSnapshots } from '../conformance/snapshot/snapshots.ts';
import type { Issue } from '../fhir/issue.ts';
import type { JsonObject } from '../fhir/json/tree.ts';
import { syntaxFault } from '../validation/fhirpath-engine.ts';

/** Whoever has corrected so many asks again. */
const PROBLEMS_MAX = 50;

/** Of a resource of the right shape; `path`: where it stands. */
export function structureFaults(
  resource: JsonObject,
  definitions: Definitions,
  path = 'StructureDefinition',
): Issue[] {
  const structure = resource as unknown as StructureDefinition;
  const circle = circleOf(structure, definitions);
  if (circle) {
    return [
      fault(
        `The profile is built on itself (${circle.join(' → ')}): name another baseDefinition.`,
        `${path}.baseDefinition`,
      ),
    ];
  }
  return [...misfits(structure, definitions, path), ...constraintFaults(structure, path)];
}

function fault(diagnostics: string, expression: string, severity: Issue['severity'] = 'error'): Issue {
  return { severity, code: 'business-rule', diagnostics, expression };
}

/** The urls from the profile to itself. */
function circleOf(structure: StructureDefinition, definitions: Definitions): string[] | undefined {
  const way = [structure.url];
  let base = structure.baseDefinition;
  while (base !== undefined) {
    const [url, version = structure.version] = base.split('|', 2);
    // Another version of itself is another profile.
    if (url === structure.url && version === structure.version) return [...way, base];
    if (way.includes(base)) return undefined;
    way.push(base);
    base = definitions.structure(base)?.baseDefinition;
  }
  return undefined;
}

function misfits(structure: StructureDefinition, definitions: Definitions, path: string): Issue[] {
  if (structure.derivation !== 'constraint') return [];
  const { snapshot: _given, ...bare } = structure;
  const { problems } = createSnapshots(definitions.model)(bare, definitions);
  return problems
    .slice(0, PROBLEMS_MAX)
    .map(({ element, text, isCertain }) =>
      fault(
        `${element}: ${text}`,
        `${path}.differential${placeOf(element, structure)}`,
        isCertain && !isOfOtherRelease(structure) ? 'error' : 'warning',
      ),
    );
}

/** A definition of another release of FHIR may speak of elements and types that R4 does not have. */
function isOfOtherRelease({ fhirVersion }: StructureDefinition): boolean {
  return fhirVersion !== undefined && !/^4\.0(\.|$)/.test(fhirVersion);
}

/** `.element[3]`, where one has the id or the path. */
function placeOf(element: string, { differential }: StructureDefinition): string {
  const elements = differential?.element ?? [];
  const at = elements.findIndex(({ id }) => id === element);
  const path = element.replace(/:[^.]+/g, '');
  const found = at < 0 ? elements.findIndex((one) => one.path === path) : at;
  return found < 0 ? '' : `.element[${found}]`;
}

function constraintFaults({ differential, snapshot }: StructureDefinition, path: string): Issue[] {
  const lists: [string, ElementDefinition[]][] = [
    ['differential', differential?.element ?? []],
    ['snapshot', snapshot?.element ?? []],
  ];
  const known = new Set<string>();
  return lists.flatMap(([list, elements]) =>
    elements.flatMap(({ constraint }, i) =>
      (Array.isArray(constraint) ? constraint : []).flatMap(({ key, expression }, j) => {
        if (typeof expression !== 'string' || known.has(expression)) return [];
        known.add(expression);
        const why = syntaxFault(expression);
        const place = `${path}.${list}.element[${i}].constraint[${j}].expression`;
        return why ? [fault(`The constraint ${key} is no FHIRPath: ${why}`, place)] : [];
      }),
    ),
  );
}
