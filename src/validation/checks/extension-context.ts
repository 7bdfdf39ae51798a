// Where an extension may stand, as its definition says. R4 defining-extensions.html#context.

import type { StructureDefinition } from 'fhir/r4.js';
import type { TypeModel } from '../../fhir/elements.ts';
import type { JsonObject } from '../../fhir/json/tree.ts';
import { compilePath } from '../../fhir/path/compile.ts';
import { TooCostly } from '../../fhir/path/work.ts';
import type { ConstraintCompiler, Holds } from '../holds.ts';
import type { Visit } from '../visit.ts';

type Context = NonNullable<StructureDefinition['context']>[number];

/** Does the extension at hand stand where it may? Without contexts it may anywhere. */
export type ContextTest = (visit: Visit) => boolean;

export function compileContexts(contexts: readonly Context[] | undefined, model: TypeModel): ContextTest {
  if (!contexts || contexts.length === 0) return () => true;
  const tests = contexts.map((context) => TESTS[context.type](context.expression, model));
  return (visit) => visit.owner() === undefined || tests.some((test) => test(visit));
}

/** The first rule that the element around the extension breaks. Rules that cannot be evaluated here are left out. */
export function compileContextInvariants(
  expressions: readonly string[] | undefined,
  compiler: ConstraintCompiler,
): (visit: Visit) => string | undefined {
  if (!expressions || expressions.length === 0) return () => undefined;
  const rules = new Map<string, Holds>();
  const holds = (expression: string, visit: Visit): boolean => {
    const owner = visit.owner();
    if (!owner) return true;
    try {
      const rule = rules.get(expression) ?? compiler(expression);
      rules.set(expression, rule);
      return rule(owner.object, undefined, owner.type, visit);
    } catch {
      return true;
    }
  };
  return (visit) => expressions.find((expression) => !holds(expression, visit));
}

const TESTS: Record<Context['type'], (expression: string, model: TypeModel) => ContextTest> = {
  element: elementTest,
  extension: (url) => (visit) => {
    const owner = visit.owner();
    return owner?.type === 'Extension' && owner.object?.url === url;
  },
  fhirpath: pathTest,
};

/** Names that later releases have for what several types share: those with a canonical url, and with their authors. */
const SHARED_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  CanonicalResource: ['url', 'version', 'status'],
  MetadataResource: ['url', 'version', 'status'],
};

/** A type, or the path of an element; `Element` is every element, the root of a resource included. */
function elementTest(expression: string, model: TypeModel): ContextTest {
  if (expression === 'Element') return () => true;
  const members = SHARED_MEMBERS[expression];
  const path = expression.replace(/\[x\]$/, '');
  const dot = path.lastIndexOf('.');
  const [holderType, last] = [path.slice(0, Math.max(dot, 0)), path.slice(dot + 1)];
  return (visit) => {
    const owner = visit.owner()!;
    if (model.isA(owner.type, expression)) return true;
    if (members && model.kind(owner.type) === 'resource') {
      const elements = model.elements(owner.type);
      return members.every((name) => elements?.has(name));
    }
    if (visit.elementPath(1) === path) return true;
    // `CodeableConcept.coding`, or `DomainResource.contact`: relative to the type that holds the owner.
    const holder = visit.owner(1);
    return dot > 0 && holder !== undefined && last === holder.name && model.isA(holder.type, holderType);
  };
}

/** The elements that the path finds in the resource. One that cannot be followed here counts as right. */
function pathTest(expression: string, model: TypeModel): ContextTest {
  const paths = new Map<string, ReturnType<typeof compilePath> | undefined>();
  const pathFor = (type: string) => {
    if (!paths.has(type)) {
      try {
        paths.set(type, compilePath(expression, type, model));
      } catch {
        paths.set(type, undefined);
      }
    }
    return paths.get(type);
  };
  return (visit) => {
    const holder = visit.owner()?.object;
    const find = pathFor(String(visit.resource.resourceType));
    if (!holder || !find) return true;
    try {
      return find(visit.resource).some((found) => holds(found, holder));
    } catch (error) {
      if (error instanceof TooCostly) return true;
      throw error;
    }
  };
}

/** The element itself, or what stands beside a primitive. */
function holds(found: { value: unknown; element?: object }, holder: JsonObject): boolean {
  return found.value === holder || found.element === holder;
}
