// The values of a line to the resources of its transaction, ids and references included.

import { NumberSources } from '../fhir/json/numbers.ts';
import type { JsonObject, Resource } from '../fhir/json/tree.ts';
import { jsonText } from './json-text.ts';
import { idOf, measurementKey } from './keys.ts';
import type { Mapping, MappingDocument, ResourceSpec } from './mapping.ts';
import {
  type CheckName,
  compileTemplate,
  compileWhen,
  type Scope,
  substitute,
  type Template,
} from './template.ts';
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
  role: MadeResource['role'];
  key: ResourceSpec['key'];
  when: (scope: Scope) => boolean;
  fill: Template;
}

export interface LineKeys {
  /** Id of the order of the sitting. */
  order: string;
  childKey: string;
  attempt: string;
}

/** `shared`: values of the file, `param.…` and `ref.…` of its context. */
export type ApplyMapping = (values: Values, keys: LineKeys, shared: Values) => MadeResource[];

export function compileResources({ document, templates }: Mapping, check: CheckName): ApplyMapping {
  const compiled = document.resources.flatMap((spec) =>
    variantsOf(spec).map((variables) => compile(spec, templates.get(spec.template)!, variables, check)),
  );
  return (values, keys, shared) => {
    const scope: Values = Object.assign(Object.create(shared) as Values, values);
    const child = idOf('k', keys.childKey);
    scope['key.child'] = keys.childKey;
    const made = compiled.filter(({ when }) => when(scope));
    const ids = made.map((one) => {
      const [id, key] =
        one.key === 'child' ? [child, keys.childKey] : measured(keys.order, child, one.key, keys.attempt);
      scope[`ref.${one.as}`] = `${one.type}/${id}`;
      scope[`key.${one.as}`] = key;
      return id;
    });
    return made.map((one, i) => {
      const numbers = new NumberSources();
      const filled = one.fill(scope, numbers) as Resource;
      const resource = withId(filled, ids[i]!);
      return {
        as: one.as,
        role: one.role,
        reference: `${one.type}/${ids[i]!}`,
        resource,
        numbers,
        text: jsonText(resource, numbers),
      };
    });
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
  return {
    as: substitute(spec.as, variables),
    type: String(template.resourceType),
    role: spec.key === 'child' ? 'child' : spec.panel === true ? 'panel' : 'measurement',
    key: substitute(spec.key, variables),
    when: compileWhen(substitute(spec.when ?? [], variables), check),
    fill: compileTemplate(substitute(template, variables), check),
  };
}

/** The id stands behind the type, as everywhere. Only the root is made anew, and roots hold no decimals. */
function withId(filled: Resource, id: string): Resource {
  const { resourceType, ...rest } = filled;
  return { resourceType, id, ...rest };
}
