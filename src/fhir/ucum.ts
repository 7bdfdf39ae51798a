// UCUM units in base units: mg is 0.001 g, mm[Hg] is 133322 g/(m·s²). The library is loaded when the first unit is
// asked about; it costs 20 to 40 ms and 15 MB.

import { createRequire } from 'node:module';

/** What a unit is in base units. */
export interface BaseUnits {
  factor: number;
  /** Exponents of the base units, in the order of BASE. */
  exponents: readonly number[];
  /** Counted, not measured: international units and their like, comparable with themselves alone. */
  isArbitrary: boolean;
}

export type FindUnit = (code: string) => BaseUnits | undefined;

/** The base units of UCUM. */
export const BASE = ['m', 's', 'g', 'rad', 'K', 'C', 'cd'] as const;

/** The part of @lhncbc/ucum-lhc that is used. */
interface Library {
  UcumLhcUtils: { getInstance(): { getSpecifiedUnit(code: string, use: 'validate'): Specified } };
}

interface Specified {
  unit: {
    magnitude_: number;
    dim_?: { dimVec_: number[] | null };
    /** The name of a function, for units that are no multiple of base units. */
    cnv_: string | null;
    isArbitrary_: boolean;
  } | null;
  retMsg: string[];
}

/** Node keeps what it has loaded, and the library its one instance. */
const load = createRequire(import.meta.url) as (name: string) => Library;

/** The dioptre is 1/m, which the library holds as a function of the metre: D per year could not be divided. */
const DIOPTRE = /\[diop\](?![-+\d])/g;
/** Printable ASCII without spaces; what is longer is no unit that somebody measures in. */
const CODE = /^[!-~]{1,64}$/;

/** True for what UCUM can say, also on scales of their own: `[pH]`, `[diop]/a`. */
export function isUnitCode(code: string): boolean {
  return specified(code) !== undefined;
}

function specified(code: string): NonNullable<Specified['unit']> | undefined {
  if (!CODE.test(code)) return undefined;
  const { unit, retMsg } = load('@lhncbc/ucum-lhc')
    .UcumLhcUtils.getInstance()
    .getSpecifiedUnit(code.replace(DIOPTRE, 'm-1'), 'validate');
  // Messages say that it guessed: "pound" is no code. Without a dimension it found no unit, but "constructor".
  return unit?.dim_ && retMsg.length === 0 ? unit : undefined;
}

/** Answers undefined for what is no UCUM code, and for units on scales of their own (pH, dB, prism dioptres). */
export function createUnitFinder(): FindUnit {
  return (code) => {
    const unit = specified(code);
    if (!unit || unit.cnv_) return undefined;
    const exponents = unit.dim_!.dimVec_ ?? BASE.map(() => 0);
    if (!(unit.magnitude_ > 0) || !Number.isFinite(unit.magnitude_)) return undefined;
    return { factor: unit.magnitude_, exponents, isArbitrary: unit.isArbitrary_ };
  };
}
