// A StructureDefinition of its own: its kind and type are those of its base, its elements ask for what their types
// can do. That a differential fits its base is for who makes the snapshot. R4 structuredefinition.html.

import type { Definitions } from '../../conformance/definitions.ts';
import { isObject, type JsonObject } from '../../fhir/json/tree.ts';
import type { ItemCheck, Visit } from '../visit.ts';
import { placed } from './codes.ts';
import { type Around, checkElement } from './structure-element.ts';

const RULE = 'structure-definition';
const EXTENSION = 'http://hl7.org/fhir/StructureDefinition/Extension';

export function checkStructure(definitions: Definitions): ItemCheck {
  return (structure, _extra, _type, visit) => {
    if (!isObject(structure)) return;
    checkBase(structure, definitions, visit);
    checkContext(structure, definitions, visit);
    if (structure.baseDefinition === EXTENSION) checkUrl(structure, visit);
    const base =
      typeof structure.baseDefinition === 'string'
        ? definitions.structure(structure.baseDefinition)
        : undefined;
    for (const part of ['differential', 'snapshot'] as const) {
      const list = structure[part];
      if (!isObject(list)) continue;
      const around: Around = { part, structure, base, definitions, constraints: new Map() };
      for (const { item, place } of placed(list.element, `${part}.element`))
        checkElement(item, place, around, visit);
    }
  };
}

function checkBase(structure: JsonObject, definitions: Definitions, visit: Visit): void {
  const { baseDefinition, derivation, kind, type } = structure;
  const base = typeof baseDefinition === 'string' ? definitions.structure(baseDefinition) : undefined;
  if (!base) return;
  const report = (text: string, below: string) => visit.error('business-rule', RULE, text, below);
  if (derivation === 'constraint') {
    if (type !== base.type)
      report(`${base.url} is of type ${base.type}, which a constraint of it keeps: correct type.`, 'type');
    if (kind !== base.kind)
      report(`${base.url} is of kind ${base.kind}, which a constraint of it keeps: correct kind.`, 'kind');
  } else if (derivation === 'specialization' && type === base.type) {
    report(
      `A specialization of ${base.type} is a type of its own: name it, or make it a constraint.`,
      'type',
    );
  }
}

function checkContext(structure: JsonObject, { model }: Definitions, visit: Visit): void {
  for (const { item, place } of placed(structure.context, 'context')) {
    if (structure.type !== 'Extension') {
      const diagnostics = 'Only an extension has places where it may stand: remove context.';
      visit.error('business-rule', RULE, diagnostics, place);
      continue;
    }
    const { type, expression } = item;
    if (type !== 'element' || typeof expression !== 'string' || expression.includes(':')) continue;
    const [root = '', ...rest] = expression.split('.');
    if (leads(root, rest, model)) continue;
    const diagnostics = `R4 has no element ${expression.slice(0, 200)}: correct the place where the extension may stand.`;
    visit.error('business-rule', RULE, diagnostics, `${place}.expression`);
  }
}

/** Is there an element at this path from a type? */
function leads(type: string, path: readonly string[], model: Definitions['model']): boolean {
  const [name, ...rest] = path;
  if (model.kind(type) === undefined && !ABSTRACT.has(type)) return false;
  if (name === undefined) return true;
  const plain = name.replace(/\[x\]$/, '');
  const element = model.elements(type)?.get(plain);
  const types = element?.types ?? [model.member(type, name)?.type].filter((one) => one !== undefined);
  return types.some((one) => leads(one, rest, model)) || (element !== undefined && rest.length === 0);
}

const ABSTRACT: ReadonlySet<string> = new Set(['Element', 'BackboneElement', 'Resource', 'DomainResource']);

/** Extension.url is fixed to the url of the definition. */
function checkUrl(structure: JsonObject, visit: Visit): void {
  const elements = ['differential', 'snapshot'].flatMap((part) => {
    const list = structure[part];
    return isObject(list) ? placed(list.element, '').map(({ item }) => item) : [];
  });
  if (elements.length === 0 || typeof structure.url !== 'string') return;
  const fixed = elements.find(
    ({ path, fixedUri }) => path === 'Extension.url' && fixedUri !== undefined,
  )?.fixedUri;
  if (fixed === structure.url) return;
  const found = fixed === undefined ? 'is not fixed' : `is fixed to ${String(fixed)}`;
  const diagnostics = `Extension.url ${found} and must be fixed to ${structure.url}: set fixedUri.`;
  visit.error('business-rule', RULE, diagnostics, 'url');
}
