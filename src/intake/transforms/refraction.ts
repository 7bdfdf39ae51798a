// One eye's sphere, cylinder and axis together: minus-cylinder form, spherical equivalent, what is missing.
// Transposition: S' = S + C, C' = -C, A' = A ± 90. SE = S + C / 2 (WS/T 663-2020).

import { add, Decimal, negate, sphericalEquivalent } from '../decimal.ts';
import type { Finding } from '../finding.ts';
import { reasonConcept } from './absent.ts';
import type { RowInput, RowTransform, Value } from './transform.ts';

const UNKNOWN = reasonConcept({ reason: 'unknown' });

export const refraction: RowTransform = {
  outputs: [
    'exists',
    'measured',
    'sphere',
    'sphereComparator',
    'sphereAbsent',
    'cylinder',
    'cylinderComparator',
    'axis',
    'axisAbsent',
    'equivalent',
    'absentReason',
  ],
  roles: ['sphere', 'cylinder', 'axis'],
  read(from) {
    const [s, c, a] = [from.get('sphere')!, from.get('cylinder')!, from.get('axis')!];
    const eye: Eye = { sphere: decimal(s), cylinder: decimal(c), axis: decimal(a), findings: [] };
    if (!eye.sphere && !eye.cylinder) return nothingMeasured(s, c);
    if (eye.cylinder && eye.cylinder.value > 0) transpose(eye, s, c);
    const { sphere, cylinder, axis, findings } = eye;
    const bounded = s.get('comparator') !== undefined || c.get('comparator') !== undefined;
    const needsAxis = cylinder !== undefined && cylinder.value !== 0 && !axis;
    if (needsAxis) {
      findings.push({
        kind: 'noted',
        rule: 'axis-missing',
        column: a.header,
        before: String(a.get('raw') ?? ''),
        reason: 'There is a cylinder but no axis: sphere, cylinder and spherical equivalent are kept.',
      });
    }
    return {
      values: {
        exists: true,
        measured: true,
        sphere,
        sphereComparator: s.get('comparator'),
        sphereAbsent: sphere ? undefined : (s.get('absentReason') ?? UNKNOWN),
        cylinder,
        cylinderComparator: c.get('comparator'),
        axis,
        axisAbsent: needsAxis ? (a.get('absentReason') ?? UNKNOWN) : undefined,
        equivalent: sphere && !bounded ? sphericalEquivalent(sphere, cylinder) : undefined,
      },
      findings,
    };
  },
};

interface Eye {
  sphere: Decimal | undefined;
  cylinder: Decimal | undefined;
  axis: Decimal | undefined;
  findings: Finding[];
}

/** Tried in vain is an Observation without a value; not tried is none, and shows in the panel alone. */
function nothingMeasured(s: RowInput, c: RowInput) {
  const tried = s.get('tried') === true ? s : c.get('tried') === true ? c : undefined;
  return { values: tried ? { exists: true, absentReason: tried.get('absentReason') } : {} };
}

function transpose(eye: Eye, s: RowInput, c: RowInput): void {
  const { sphere, cylinder, axis } = eye as Eye & { cylinder: Decimal };
  const before = written(sphere, cylinder, axis);
  if (s.get('comparator') !== undefined || c.get('comparator') !== undefined || !sphere) {
    eye.findings.push({
      kind: 'rejected',
      rule: 'plus-cylinder',
      column: c.header,
      before,
      reason: 'A plus cylinder cannot be transposed without an exact sphere. Give both in minus form.',
    });
    return;
  }
  eye.sphere = add(sphere, cylinder);
  eye.cylinder = negate(cylinder);
  if (axis) eye.axis = new Decimal(String(axis.value <= 90 ? axis.value + 90 : axis.value - 90));
  eye.findings.push({
    kind: 'repaired',
    rule: 'plus-cylinder',
    column: c.header,
    before,
    after: written(eye.sphere, eye.cylinder, eye.axis),
    reason: 'The plus cylinder was transposed to minus form.',
  });
}

function written(sphere: Decimal | undefined, cylinder: Decimal, axis: Decimal | undefined): string {
  const sign = (d: Decimal) => (d.value > 0 ? `+${d.text}` : d.text);
  return `${sphere ? sign(sphere) : '?'}/${sign(cylinder)}${axis ? `×${axis.text}` : ''}`;
}

function decimal(input: RowInput): Decimal | undefined {
  const value: Value = input.value;
  return value instanceof Decimal ? value : undefined;
}
