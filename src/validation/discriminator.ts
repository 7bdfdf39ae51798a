// Discriminators of slices: does an item have, where a path leads, what the slice asks for there?
// R4 profiling.html#discriminator.

import type {
  ElementDefinition,
  ElementDefinitionSlicingDiscriminator,
  ElementDefinitionType,
} from 'fhir/r4.js';
import { choiceOf, type ElementNode } from '../conformance/snapshot/tree.ts';
import { isObject, type Json, type JsonObject } from '../fhir/json/tree.ts';
import type { Member } from './base-types.ts';
import { judge, membership } from './checks/binding.ts';
import { isEqual } from './checks/fixed.ts';
import { compilePattern } from './checks/pattern.ts';
import { concreteType, oneOfTypes } from './checks/type.ts';
import { conforms } from './conforms.ts';
import { findNodes, profileUrl } from './discriminator-nodes.ts';
import { type Found, follow, parseSteps, type Step } from './discriminator-path.ts';
import type { ProfileContext } from './profile-context.ts';
import type { Visit } from './visit.ts';

/** Does an item belong to the slice? */
export type Matcher = (
  value: Json | undefined,
  extra: JsonObject | undefined,
  type: string,
  visit: Visit,
) => boolean;

type FoundMatcher = (found: Found, visit: Visit) => boolean;

/** All discriminators together; undefined when one of them cannot tell this slice from others. */
export function compileMatcher(
  slice: ElementNode,
  discriminators: readonly ElementDefinitionSlicingDiscriminator[],
  context: ProfileContext,
): Matcher | undefined {
  const matchers: Matcher[] = [];
  for (const discriminator of discriminators) {
    const matcher = compileOne(slice, discriminator, context);
    if (!matcher) return undefined;
    matchers.push(matcher);
  }
  const [first, ...others] = matchers;
  if (!first) return undefined;
  if (others.length === 0) return first;
  return (value, extra, type, visit) => matchers.every((matches) => matches(value, extra, type, visit));
}

function compileOne(
  slice: ElementNode,
  { type, path }: ElementDefinitionSlicingDiscriminator,
  context: ProfileContext,
): Matcher | undefined {
  const steps = parseSteps(path);
  const { own, sliced } = findNodes(slice, steps, context);
  const url = path === 'url' ? (fixedValue(own[0]?.def) ?? profileUrl(slice.def)) : undefined;
  if (typeof url === 'string') return (value) => isObject(value) && value.url === url;
  // What must not be there tells the slice by being absent.
  if (type === 'exists' || own[0]?.def.max === '0') return existenceMatcher(own[0], steps, context);
  const compile = TESTS[type];
  // A kind of discriminator that R4 does not have: `position` of R5.
  if (!compile) return undefined;
  const tests = (nodes: readonly ElementNode[]) => nodes.flatMap((node) => compile(node, context) ?? []);
  // What stands on the path itself decides; where it is sliced on the way, what its required slices say.
  const plain = tests(own);
  const anyPlain: FoundMatcher = (found, visit) => plain.some((test) => test(found, visit));
  const wanted = plain.length === 0 ? tests(sliced) : [plain.length === 1 ? plain[0]! : anyPlain];
  if (wanted.length === 0) return undefined;
  const [only] = wanted;
  if (steps.length === 0 && only && wanted.length === 1) {
    return (value, extra, itemType, visit) => only({ value, extra, type: itemType }, visit);
  }
  const member = directMember(slice, steps, context);
  if (member) {
    // The usual path, one element that does not repeat, such as `code`.
    return (value, _extra, _type, visit) => {
      const inner = isObject(value) ? value[member.json] : undefined;
      if (inner === undefined) return false;
      const found = { value: inner, extra: undefined, type: member.type };
      return wanted.every((test) => test(found, visit));
    };
  }
  return (value, extra, itemType, visit) => {
    const found = follow({ value, extra, type: itemType }, steps, context, visit);
    return wanted.every((test) => found.some((item) => test(item, visit)));
  };
}

function directMember(
  slice: ElementNode,
  steps: readonly Step[],
  context: ProfileContext,
): Member | undefined {
  const [step] = steps;
  if (steps.length !== 1 || step?.kind !== 'child') return undefined;
  const { def } = slice;
  const types = context.types.get(def.path) ? [def.path] : (def.type ?? []).map((type) => type.code);
  const element = types.length === 1 ? context.types.element(types[0]!, step.name) : undefined;
  if (!element || element.list || element.choice) return undefined;
  const [member] = element.members;
  return member?.beside === undefined && member?.type !== 'Resource' ? member : undefined;
}

const TESTS: Record<
  Exclude<ElementDefinitionSlicingDiscriminator['type'], 'exists'>,
  (node: ElementNode, context: ProfileContext) => FoundMatcher | undefined
> = { value: valueTest, pattern: valueTest, type: typeTest, profile: profileTest };

function existenceMatcher(
  node: ElementNode | undefined,
  steps: readonly Step[],
  context: ProfileContext,
): Matcher | undefined {
  const wanted = node?.def.max !== '0';
  if (!node || (wanted && !node.def.min)) return undefined;
  return (value, extra, type, visit) => {
    const found = follow({ value, extra, type }, steps, context, visit);
    return found.some((item) => item.value !== undefined || item.extra !== undefined) === wanted;
  };
}

/** fixed, pattern or required binding; of an element without any of these, what its children say. */
function valueTest(node: ElementNode, context: ProfileContext): FoundMatcher | undefined {
  const { def } = node;
  const fixed = choiceOf(def, 'fixed');
  if (fixed) return ({ value }) => isEqual(value, fixed.value);
  const pattern = choiceOf(def, 'pattern');
  if (pattern) {
    const matches = compilePattern(pattern.value);
    return ({ value }) => matches(value);
  }
  const slices = node.slices.flatMap((slice) => valueTest(slice, context) ?? []);
  const children = node.children.flatMap((child) => {
    const test = valueTest(child, context);
    return test ? [{ step: { kind: 'child', name: stem(child.name) } as const, test }] : [];
  });
  if (children.length > 0) {
    return (found, visit) =>
      children.every(({ step, test }) =>
        follow(found, [step], context, visit).some((inner) => test(inner, visit)),
      );
  }
  if (slices.length === 1) return slices[0];
  if (def.binding?.strength === 'required' && def.binding.valueSet) {
    const isIn = membership(def.binding.valueSet, context.definitions);
    return ({ value, type }) => value !== undefined && judge(value, type, isIn) === 'yes';
  }
  return undefined;
}

function typeTest(node: ElementNode, context: ProfileContext): FoundMatcher | undefined {
  const types = (node.def.type ?? []).flatMap((type) => typesOf(type, context));
  // The root of a target's definition has no type of its own: its path is the type.
  if (types.length === 0 && !node.def.path.includes('.')) types.push(node.def.path);
  if (types.length === 0) return undefined;
  const isWanted = oneOfTypes(types, context.definitions.model);
  return ({ value, type }) => isWanted(concreteType(value, type));
}

/** `Encounter` where any resource may stand and a profile of Encounter is asked for. */
function typesOf({ code, profile = [] }: ElementDefinitionType, { definitions }: ProfileContext): string[] {
  const narrower = profile.flatMap((url) => definitions.structure(url)?.type ?? []);
  return narrower.length > 0 && narrower.every((type) => definitions.model.isA(type, code))
    ? narrower
    : [code];
}

function profileTest(node: ElementNode, context: ProfileContext): FoundMatcher | undefined {
  const urls = (node.def.type ?? []).flatMap((type) => type.profile ?? type.targetProfile ?? []);
  if (urls.length === 0) return undefined;
  return ({ value, extra, type }, visit) =>
    urls.some((url) => {
      const profile = context.profile(url);
      if (!profile) return false;
      const check = () => conforms(profile, value, extra, type, context.definitions.model, visit);
      return isObject(value) ? visit.satisfies(value, profile.url, check) : visit.attempt(check);
    });
}

function fixedValue(def: ElementDefinition | undefined): unknown {
  return def && (choiceOf(def, 'fixed') ?? choiceOf(def, 'pattern'))?.value;
}

function stem(name: string): string {
  return name.replace(/\[x\]$/, '');
}
