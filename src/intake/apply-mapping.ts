// The values of a line to the resources of its transaction, ids and references included.

import type { NumberSources } from '../fhir/json/numbers.ts';
import type { JsonObject, Resource } from '../fhir/json/tree.ts';
import { idOf, measurementKey } from './keys.ts';
import type { Mapping, MappingDocument, ResourceSpec } from './mapping.ts';
import { type CheckName, compileTemplate, compileWhen, type Filled, type Scope } from './template.ts';
import { substitute } from './template-parts.ts';
import type { Values } from './transforms/transform.ts';

/** A resource that was made of a line. */
export interface MadeResource {
  as: string;
  /** The child's own record, a panel whose members stay, or one measurement. */
  role: 'child' | 'panel' | 'measurement';
  /** `Observation/m…` */
  reference: string;
  resource: Resource;
  numbers: NumberSources;
  text: string;
}

interface Compiled {
  as: string;
  type: string;
  refName: string;
  keyName: string;
  role: MadeResource['role'];
  key: ResourceSpec['key'];
  when: (scope: Scope) => boolean;
  fill: (scope: Scope, id: string) => Filled;
}

export interface LineKeys {
  /** Id of the order of the sitting. */
  order: string;
  childKey: string;
  attempt: string;
}

/** `shared`: values of the file, `param.…` and `ref.…` of its context. */
export type ApplyMapping = (values: Values, keys: LineKeys, shared: Scope) => MadeResource[];

export function compileResources({ document, templates }: Mapping, check: CheckName): ApplyMapping {
  const compiled = document.resources.flatMap((spec) =>
    variantsOf(spec).map((variables) => compile(spec, templates.get(spec.template)!, variables, check)),
  );
  return (values, keys, shared) => {
    const scope = new Map(shared);
    for (const name in values) scope.set(name, values[name]);
    const child = idOf('k', keys.childKey);
    scope.set('key.child', keys.childKey);
    const made = compiled.filter(({ when }) => when(scope));
    const ids = made.map((one) => {
      const [id, key] =
        one.key === 'child' ? [child, keys.childKey] : measured(keys.order, child, one.key, keys.attempt);
      scope.set(one.refName, `${one.type}/${id}`);
      scope.set(one.keyName, key);
      return id;
    });
    return made.map((one, i) => ({
      as: one.as,
      role: one.role,
      reference: `${one.type}/${ids[i]!}`,
      ...one.fill(scope, ids[i]!),
    }));
  };
}

/** Names that resources give to each other. */
export function resourceNames(document: MappingDocument): string[] {
  return document.resources.flatMap((spec) =>
    variantsOf(spec).flatMap((variables) => {
      const as = substitute(spec.as, variables);
      return [`ref.${as}`, `key.${as}`];
    }),
  );
}

function measured(order: string, child: string, spec: { kind: string; eye?: string }, attempt: string) {
  const key = measurementKey(order, child, spec.eye ?? 'both', spec.kind, attempt);
  return [idOf('m', key), key] as const;
}

function variantsOf(spec: ResourceSpec): Record<string, string>[] {
  return spec.for ?? [{}];
}

function compile(
  spec: ResourceSpec,
  template: JsonObject,
  variables: Record<string, string>,
  check: CheckName,
): Compiled {
  const as = substitute(spec.as, variables);
  return {
    as,
    refName: `ref.${as}`,
    keyName: `key.${as}`,
    type: String(template.resourceType),
    role: spec.key === 'child' ? 'child' : spec.panel === true ? 'panel' : 'measurement',
    key: substitute(spec.key, variables),
    when: compileWhen(substitute(spec.when ?? [], variables), check),
    fill: compileTemplate(substitute(template, variables), check),
  };
}
