// A profile's snapshot compiled to one check: what it asks for beyond the base type, composed of the files in
// checks/. R4 profiling.html, elementdefinition.html.

import type { ElementDefinition, StructureDefinition } from 'fhir/r4.js';
import { findById } from '../conformance/snapshot/expand.ts';
import { buildTree, choiceOf, type ElementNode } from '../conformance/snapshot/tree.ts';
import { isObject, type JsonObject } from '../fhir/json/tree.ts';
import { type BaseElement, typeName } from './base-types.ts';
import { checkAggregation } from './checks/aggregation.ts';
import { checkBinding } from './checks/binding.ts';
import { checkCardinality } from './checks/cardinality.ts';
import { checkFixed, isEqual } from './checks/fixed.ts';
import { checkInvariants } from './checks/invariant.ts';
import { checkPattern } from './checks/pattern.ts';
import { checkProfiles } from './checks/profile.ts';
import { checkRange } from './checks/range.ts';
import { type Slice, type Slicing, SlicingRun } from './checks/slicing.ts';
import { checkTargets } from './checks/target.ts';
import { checkType, concreteType } from './checks/type.ts';
import { compileMatcher } from './discriminator.ts';
import { readItems } from './items.ts';
import { checkNarrativeControl } from './narrative/control.ts';
import type { ProfileContext } from './profile-context.ts';
import type { ItemCheck, Visit } from './visit.ts';

type HolderCheck = (holder: JsonObject, visit: Visit) => void;

const EMPTY: JsonObject = Object.freeze({});

/** Throws when the definition has no snapshot or constrains a type R4 does not have. */
export function compileProfile(structure: StructureDefinition, context: ProfileContext): ItemCheck {
  if (!structure.snapshot) throw new Error(`what it is built on, ${structure.baseDefinition}, is not known`);
  const tree = buildTree(structure);
  const base = context.types.get(structure.type);
  if (!base) throw new Error(`${structure.url} constrains ${structure.type}, which is no R4 type`);
  const invariants = checkInvariants(tree.def, [base.def], context.constraints);
  const children = compileChildren(tree, undefined, structure.type, context);
  return all([...invariants, ...(children ? [children] : [])]);
}

/** What the profile asks of one of its elements, by id; undefined when it has no such element. */
export function compileProfileElement(
  structure: StructureDefinition,
  id: string,
  context: ProfileContext,
): ItemCheck | undefined {
  const node = findById(buildTree(structure), id);
  const path = node?.def.path ?? '';
  const element = context.types.element(
    path.slice(0, path.lastIndexOf('.')),
    path.slice(path.lastIndexOf('.') + 1),
  );
  return node && element && all(compileItem(node, undefined, element, context));
}

function all(checks: readonly ItemCheck[]): ItemCheck {
  if (checks.length === 1) return checks[0]!;
  return (value, extra, type, visit) => {
    for (const check of checks) check(value, extra, type, visit);
  };
}

/** `over`: the same node outside the slice at hand; what it says is checked there and not once more. */
function compileChildren(
  node: ElementNode,
  over: ElementNode | undefined,
  type: string,
  context: ProfileContext,
): ItemCheck | undefined {
  const checks: HolderCheck[] = [];
  for (const child of node.children) {
    const element = context.types.element(type, child.name);
    if (!element) continue;
    const overChild = over?.children.find((candidate) => candidate.name === child.name);
    const check = compileElement(child, overChild, element, type, context);
    if (check) checks.push(check);
  }
  if (checks.length === 0) return undefined;
  return (value, extra, _type, visit) => {
    // The children of a primitive stand in its `_name`.
    const holder = isObject(value) ? value : (extra ?? EMPTY);
    for (const check of checks) check(holder, visit);
  };
}

function compileElement(
  node: ElementNode,
  over: ElementNode | undefined,
  element: BaseElement,
  holderType: string,
  context: ProfileContext,
): HolderCheck | undefined {
  const checks = compileItem(node, over, element, context);
  const slicing = compileSlicing(node, element, context);
  const min = node.def.min ?? 0;
  const max = upper(node.def);
  const isCounted =
    min > Math.max(element.min, over?.def.min ?? 0) ||
    max < Math.min(element.max, over ? upper(over.def) : element.max);
  if (checks.length === 0 && !slicing && !isCounted) return undefined;
  const { name, list } = element;
  const [only, ...others] = element.members;
  if (only && others.length === 0 && !list && !slicing) {
    // The usual element: at most one, of one type.
    const { json, beside, type } = only;
    return (holder, visit) => {
      const value = holder[json];
      const extra = beside === undefined ? undefined : holder[beside];
      const isThere = value !== undefined || extra !== undefined;
      if (isCounted) checkCardinality(isThere ? 1 : 0, min, max, node.name, name, visit);
      if (!isThere || checks.length === 0) return;
      visit.enter(name, -1, holder, holderType);
      for (const check of checks) check(value ?? undefined, isObject(extra) ? extra : undefined, type, visit);
      visit.leave();
    };
  }
  return (holder, visit) => {
    const items = readItems(holder, element);
    if (isCounted) checkCardinality(items.length, min, max, node.name, name, visit);
    const run = slicing && new SlicingRun(slicing);
    if (run || checks.length > 0) {
      for (let i = 0; i < items.length; i++) {
        const { value, extra, type } = items[i]!;
        visit.enter(name, list ? i : -1, holder, holderType);
        for (const check of checks) check(value, extra, type, visit);
        run?.take(value, extra, type, visit);
        visit.leave();
      }
    }
    run?.finish(name, visit);
  };
}

function upper(def: ElementDefinition): number {
  return def.max === '*' || def.max === undefined ? Number.POSITIVE_INFINITY : Number(def.max);
}

/** What is asked of each occurrence: the table of contents of checks/. */
function compileItem(
  node: ElementNode,
  over: ElementNode | undefined,
  element: BaseElement,
  context: ProfileContext,
): ItemCheck[] {
  const { def } = node;
  const inherited = over ? [over.def, element.def] : [element.def];
  const types = typesLeft(def);
  const checks: (ItemCheck | undefined)[] = [
    narrowsTypes(types, inherited) ? checkType(types, context.definitions.model) : undefined,
    ...checkProfiles(def, inherited, context),
    checkTargets(def, inherited, context),
    ...checkAggregation(def, inherited, context.definitions.model),
    valueCheck(def, over?.def, 'fixed', checkFixed),
    valueCheck(def, over?.def, 'pattern', checkPattern),
    ...checkRange(def, inherited, context.now),
    inherited.some((base) => hasBinding(base, def))
      ? undefined
      : checkBinding(def.binding, context.definitions),
    ...checkInvariants(def, [...inherited, ...rootsOf(types, context)], context.constraints),
    types.includes('Narrative') ? checkNarrativeControl(def) : undefined,
    compileContent(node, over, element, types, context),
  ];
  return checks.filter((check) => check !== undefined);
}

/** A type's own invariants hold already; snapshots may repeat them at its elements. */
function rootsOf(types: readonly string[], context: ProfileContext): ElementDefinition[] {
  return types.flatMap((type) => context.types.get(type)?.def ?? []);
}

function typesLeft(def: ElementDefinition): string[] {
  return [...new Set((def.type ?? []).map((type) => typeName(def, type)))];
}

function narrowsTypes(types: string[], inherited: readonly ElementDefinition[]): boolean {
  if (types.length === 0) return false;
  return inherited.every((base) => typesLeft(base).some((type) => !types.includes(type)));
}

function hasBinding(base: ElementDefinition, def: ElementDefinition): boolean {
  return base.binding?.valueSet === def.binding?.valueSet && base.binding?.strength === def.binding?.strength;
}

function valueCheck(
  def: ElementDefinition,
  over: ElementDefinition | undefined,
  stem: 'fixed' | 'pattern',
  check: (value: unknown) => ItemCheck,
): ItemCheck | undefined {
  const wanted = choiceOf(def, stem);
  if (!wanted) return undefined;
  const known = over && choiceOf(over, stem);
  return known && isEqual(known.value, wanted.value) ? undefined : check(wanted.value);
}

/** The elements below, by the type an occurrence has. */
function compileContent(
  node: ElementNode,
  over: ElementNode | undefined,
  element: BaseElement,
  types: string[],
  context: ProfileContext,
): ItemCheck | undefined {
  if (node.children.length === 0) return undefined;
  const [member] = element.members;
  if (!element.choice && member!.type !== 'Resource')
    return compileChildren(node, over, member!.type, context);
  const byType = new Map<string, ItemCheck>();
  for (const type of types) {
    const check = compileChildren(node, over, type, context);
    if (check) byType.set(type, check);
  }
  if (byType.size === 0) return undefined;
  return (value, extra, type, visit) => {
    const check = byType.get(concreteType(value, type));
    if (!check) return;
    if (type !== 'Resource' || !isObject(value)) check(value, extra, type, visit);
    else visit.inResource(value, element.name === 'contained', () => check(value, extra, type, visit));
  };
}

function compileSlicing(
  node: ElementNode,
  element: BaseElement,
  context: ProfileContext,
): Slicing | undefined {
  if (node.slices.length === 0) return undefined;
  const discriminators = node.def.slicing?.discriminator ?? implied(element);
  const slices = node.slices.map((slice): Slice => {
    return {
      name: slice.def.sliceName!,
      matches: compileMatcher(slice, discriminators, context),
      min: slice.def.min ?? 0,
      max: upper(slice.def),
      checks: compileItem(slice, node, element, context),
      slicing: compileSlicing(slice, element, context),
    };
  });
  return { slices, rules: node.def.slicing?.rules ?? 'open', ordered: node.def.slicing?.ordered ?? false };
}

/** Extensions are told apart by url and choices by type, also where a snapshot leaves that out. */
function implied(element: BaseElement): { type: 'value' | 'type'; path: string }[] {
  if (element.members[0]?.type === 'Extension') return [{ type: 'value', path: 'url' }];
  return element.choice ? [{ type: 'type', path: '$this' }] : [];
}
