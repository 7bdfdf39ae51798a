// Out of the StructureDefinitions of R4: which type has which elements of its own. src/fhir/elements.ts reads it.

import type { TypeModelData } from '../../src/fhir/elements.ts';

interface ElementDefinition {
  path: string;
  min: number;
  max: string;
  base?: { path: string };
  contentReference?: string;
  type?: { code: string; targetProfile?: string[]; extension?: { url: string; valueUrl?: string }[] }[];
}

interface StructureDefinition {
  resourceType: string;
  type: string;
  kind: string;
  abstract: boolean;
  derivation?: string;
  baseDefinition?: string;
  snapshot: { element: ElementDefinition[] };
}

const STRUCTURE = 'http://hl7.org/fhir/StructureDefinition/';
const KINDS: Record<string, 'primitive' | 'complex' | 'resource'> = {
  'primitive-type': 'primitive',
  'complex-type': 'complex',
  resource: 'resource',
};

/** Base types only: no profiles, no logical models. */
export function typeModelData(structures: StructureDefinition[]): TypeModelData {
  const data: TypeModelData = {};
  for (const structure of structures) {
    const kind = KINDS[structure.kind];
    if (!kind || structure.derivation === 'constraint') continue;
    const elements = structure.snapshot.element;
    const parents = new Set(elements.map((element) => parentOf(element.path)));
    const base = structure.baseDefinition?.slice(STRUCTURE.length);
    data[structure.type] = { kind, base, abstract: structure.abstract || undefined, elements: [] };
    for (const element of elements.slice(1)) {
      const own = element.base === undefined || element.base.path === element.path;
      const isValue = kind === 'primitive' && element.path === `${structure.type}.value`;
      if (!own || isValue) continue;
      data[parentOf(element.path)]!.elements.push(shapeOf(element, parents.has(element.path)));
      if (!parents.has(element.path)) continue;
      data[element.path] = { kind: 'backbone', base: element.type![0]!.code, elements: [] };
    }
  }
  return data;
}

function shapeOf(element: ElementDefinition, isBackbone: boolean): TypeModelData[string]['elements'][number] {
  const name = element.path.slice(element.path.lastIndexOf('.') + 1);
  const choice = name.endsWith('[x]');
  const targets = [...new Set(element.type?.flatMap((type) => type.targetProfile ?? []).map(typeName))];
  return {
    name: choice ? name.slice(0, -3) : name,
    types: isBackbone ? [element.path] : typesOf(element),
    min: element.min,
    max: element.max === '*' ? '*' : Number(element.max),
    choice: choice || undefined,
    targets: targets.length === 0 || targets.includes('Resource') ? undefined : targets,
  };
}

function typesOf(element: ElementDefinition): string[] {
  if (element.contentReference)
    return [element.contentReference.slice(element.contentReference.indexOf('#') + 1)];
  return (element.type ?? []).map((type) => type.extension?.find((e) => e.valueUrl)?.valueUrl ?? type.code);
}

function typeName(url: string): string {
  return url.startsWith(STRUCTURE) ? url.slice(STRUCTURE.length) : url;
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('.'));
}
