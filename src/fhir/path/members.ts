// Steps from an element to its children in FHIR JSON (json.html): repeating elements, choices, and the id and
// extensions of primitives. Which JSON members to look at follows from the type that is met, not from guesses.

import { type ElementShape, jsonName, type TypeModel } from '../elements.ts';
import { type Item, type Items, makeItem, NOTHING } from './item.ts';

/** One JSON member that may hold the element. */
interface Slot {
  name: string;
  /** `_name`, where a primitive keeps its id and extensions. */
  shadow: string | undefined;
  type: string;
}

interface Plan {
  slots: Slot[];
  /** The element's owner is a primitive: its children stand in the shadow. */
  inShadow: boolean;
  /** Of a wide choice: by JSON name, to look at the members that are there instead of all that could be. */
  byName: Map<string, Slot> | undefined;
}

/** A name to follow, and the type that a choice must have. */
export interface Step {
  name: string;
  only?: string;
}

const EMPTY_PLAN: Plan = { slots: [], inShadow: false, byName: undefined };
const WIDE = 4;

/** Follows all steps from one item after another; makes no item for the elements on the way. */
export function compileSteps(steps: readonly Step[], model: TypeModel): (from: Items) => Items {
  const plans = steps.map((step) => planner(step, model));
  const last = steps.length - 1;

  function follow(
    value: unknown,
    element: object | undefined,
    type: string,
    depth: number,
    found: Item[],
  ): void {
    const plan = plans[depth]!(type);
    const holder = (plan.inShadow ? element : value) as Record<string, unknown> | undefined;
    if (plan.slots.length === 0 || typeof holder !== 'object' || holder === null) return;
    if (plan.byName) {
      for (const name in holder) {
        const slot = plan.byName.get(name);
        if (slot && (name === slot.name || holder[slot.name] === undefined)) look(holder, slot, depth, found);
      }
    } else for (const slot of plan.slots) look(holder, slot, depth, found);
  }

  function look(holder: Record<string, unknown>, slot: Slot, depth: number, found: Item[]): void {
    const value = holder[slot.name];
    const element = slot.shadow === undefined ? undefined : holder[slot.shadow];
    if (value === undefined && element === undefined) return;
    if (!Array.isArray(value) && !Array.isArray(element)) {
      meet(value, element, slot, holder, slot.name, depth, found);
      return;
    }
    const values = Array.isArray(value) ? value : [];
    const elements = Array.isArray(element) ? element : [];
    const parent = Array.isArray(value) ? value : elements;
    const count = Math.max(values.length, elements.length);
    for (let index = 0; index < count; index++) {
      meet(values[index], elements[index], slot, parent, index, depth, found);
    }
  }

  function meet(
    raw: unknown,
    rawElement: unknown,
    slot: Slot,
    parent: object,
    member: string | number,
    depth: number,
    found: Item[],
  ): void {
    const isPrimitive = slot.shadow !== undefined;
    const isObject = typeof raw === 'object' && raw !== null;
    const value = raw === null || isObject === isPrimitive ? undefined : raw;
    const element = typeof rawElement === 'object' && rawElement !== null ? rawElement : undefined;
    if (value === undefined && element === undefined) return;
    const type = slot.type === 'Resource' ? resourceType(value) : slot.type;
    const { only } = steps[depth]!;
    if (only !== undefined && slot.type === 'Resource' && !model.isA(type, only)) return;
    if (depth === last) found.push(makeItem(value, type, parent, member, element));
    else follow(value, element, type, depth + 1, found);
  }

  return (from) => {
    if (from.length === 0) return NOTHING;
    const found: Item[] = [];
    for (const item of from) follow(item.value, item.element, item.type, 0, found);
    return found.length === 0 ? NOTHING : found;
  };
}

/** Every child element of an item, in the order of its JSON. */
export function compileChildren(model: TypeModel): (of: Item) => Items {
  const steps = new Map<string, (from: Items) => Items>();
  const stepOf = (type: string, jsonName: string): ((from: Items) => Items) | undefined => {
    const key = `${type} ${jsonName}`;
    let step = steps.get(key);
    if (step) return step;
    const member = model.member(type, jsonName);
    if (!member) return undefined;
    const { shape } = member;
    step = compileSteps([{ name: shape.name, only: shape.choice ? member.type : undefined }], model);
    steps.set(key, step);
    return step;
  };
  return (of) => {
    const holder = model.kind(of.type) === 'primitive' ? of.element : of.value;
    if (typeof holder !== 'object' || holder === null) return NOTHING;
    const found: Item[] = [];
    for (const name of Object.keys(holder)) {
      const plain = name.startsWith('_') ? name.slice(1) : name;
      // A shadow is met together with its value, when there is one.
      if (plain !== name && Object.hasOwn(holder, plain)) continue;
      const children = stepOf(of.type, plain)?.([of]);
      if (children) found.push(...children);
    }
    return found;
  };
}

function resourceType(value: unknown): string {
  const type = (value as { resourceType?: unknown } | undefined)?.resourceType;
  return typeof type === 'string' ? type : 'Resource';
}

/** Plans by the type that is met; most steps meet one type only. */
function planner({ name, only }: Step, model: TypeModel): (type: string) => Plan {
  const plans = new Map<string, Plan>();
  let lastType: string | undefined;
  let lastPlan = EMPTY_PLAN;
  return (type) => {
    if (type === lastType) return lastPlan;
    let plan = plans.get(type);
    if (!plan) {
      plan = planOf(model.elements(type)?.get(name), model.kind(type) === 'primitive', only, model);
      plans.set(type, plan);
    }
    lastType = type;
    lastPlan = plan;
    return plan;
  };
}

function planOf(
  shape: ElementShape | undefined,
  inShadow: boolean,
  only: string | undefined,
  model: TypeModel,
): Plan {
  if (!shape) return EMPTY_PLAN;
  const types = shape.types.filter(
    (type) => only === undefined || type === 'Resource' || model.isA(type, only),
  );
  const slots = types.map((type): Slot => {
    const name = jsonName(shape, type);
    return { name, shadow: model.kind(type) === 'primitive' ? `_${name}` : undefined, type };
  });
  if (slots.length <= WIDE) return { slots, inShadow, byName: undefined };
  const byName = new Map<string, Slot>();
  for (const slot of slots) {
    byName.set(slot.name, slot);
    if (slot.shadow !== undefined) byName.set(slot.shadow, slot);
  }
  return { slots, inShadow, byName };
}
