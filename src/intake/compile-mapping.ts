// A mapping checked as a whole and compiled: every transform, table and name in a template must exist, so that
// a slip in a mapping is found when it is read and not in the tenth thousand line.

import { fhirError } from '../fhir/error.ts';
import { type ApplyMapping, compileResources, resourceNames } from './apply-mapping.ts';
import type { Mapping, MappingDocument } from './mapping.ts';
import { type CheckName, compileTemplate, compileText, type Filled, type Scope } from './template.ts';
import { COLUMN_OUTPUTS } from './transforms/absent.ts';
import { cellTransforms, rowTransforms } from './transforms/index.ts';

export interface CompiledContext {
  as: string;
  type: string;
  parameter?: string;
  search?: string;
  searchValue?: (scope: Scope) => string | undefined;
  members: boolean;
  key: ((scope: Scope) => string | undefined)[];
  fill: (scope: Scope, id: string) => Filled;
}

export interface CompiledGroup {
  as: string;
  by: string[];
  key: ((scope: Scope) => string | undefined)[];
  fill: (scope: Scope, id: string) => Filled;
}

export interface CompiledMapping extends Mapping {
  apply: ApplyMapping;
  context: CompiledContext[];
  groups: CompiledGroup[];
}

/** Throws FhirError('invalid') with what is wrong in the mapping. */
export function compileMapping(mapping: Mapping): CompiledMapping {
  const { document } = mapping;
  checkTransforms(mapping);
  const names = new Set([...fileNames(document), ...lineNames(document), ...resourceNames(document)]);
  const check: CheckName = (name) => {
    if (!names.has(name)) throw slip(document, `a template uses \${${name}}, which nothing gives`);
  };
  for (const name of document.complete) check(name);
  return {
    ...mapping,
    apply: compileResources(mapping, check),
    context: document.context.map((spec) => ({
      as: spec.as,
      type: spec.type,
      parameter: spec.parameter,
      search: spec.search,
      searchValue: spec.searchValue === undefined ? undefined : compileText(spec.searchValue, check),
      members: spec.members === true,
      key: spec.key.map((text) => compileText(text, check)),
      fill: compileTemplate(mapping.templates.get(spec.template)!, check),
    })),
    groups: (document.groups ?? []).map((spec) => ({
      as: spec.as,
      by: spec.by,
      key: spec.key.map((text) => compileText(text, check)),
      fill: compileTemplate(mapping.templates.get(spec.template)!, check),
    })),
  };
}

function checkTransforms({ document, columns, codes, templates }: Mapping): void {
  for (const { as, template } of [...document.context, ...(document.groups ?? []), ...document.resources]) {
    if (!templates.has(template)) throw slip(document, `${as}: templates/${template}.json is not there`);
  }
  const known = new Set<string>(columns.keys());
  if (!codes.has(document.missing)) throw slip(document, `codes/${document.missing}.json is not there`);
  for (const [name, { transform, options }] of columns) {
    const found = cellTransforms.get(transform);
    if (!found) throw slip(document, `column ${name}: there is no transform "${transform}"`);
    for (const table of found.tables?.(options ?? {}) ?? []) {
      if (!codes.has(table)) throw slip(document, `column ${name}: codes/${table}.json is not there`);
    }
  }
  for (const { as, transform, from } of document.derived ?? []) {
    const found = rowTransforms.get(transform);
    if (!found) throw slip(document, `derived ${as}: there is no transform "${transform}" for lines`);
    for (const role of found.roles) {
      if (from[role] === undefined) throw slip(document, `derived ${as}: "from" lacks ${role}`);
    }
    for (const name of Object.values(from)) {
      if (!known.has(name)) throw slip(document, `derived ${as}: there is nothing called ${name} before it`);
    }
    known.add(as);
  }
  const order = document.context.find(({ as }) => as === document.order);
  if (!order) throw slip(document, `"order" is ${document.order}, which is not in "context"`);
}

function fileNames(document: MappingDocument): string[] {
  return [
    ...Object.keys(document.parameters).map((name) => `param.${name}`),
    ...document.context.flatMap(({ as }) => [`ref.${as}`, `key.${as}`]),
    ...(document.groups ?? []).flatMap(({ as }) => [`key.${as}`, `${as}.name`]),
    'file.name',
    'key.child',
  ];
}

function lineNames(document: MappingDocument): string[] {
  const columns = Object.entries(document.columns).flatMap(([name, { transform }]) =>
    ['', ...COLUMN_OUTPUTS, ...cellTransforms.get(transform)!.outputs].map((suffix) =>
      suffix === '' ? name : `${name}.${suffix}`,
    ),
  );
  const derived = (document.derived ?? []).flatMap(({ as, transform }) =>
    rowTransforms.get(transform)!.outputs.map((suffix) => `${as}.${suffix}`),
  );
  return [...columns, ...derived];
}

function slip({ id }: MappingDocument, what: string) {
  return fhirError('invalid', `mappings/${id}/mapping.json: ${what}.`);
}
