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

/** The dioptre is 1/m, which the library holds as a function of the metre: D per year could not be divided. */
const DIOPTRE = /\[diop\](?![-+\d])/g;
/** Printable ASCII without spaces; what is longer is no unit that somebody measures in. */
const CODE = /^[!-~]{1,64}$/;

/** Answers undefined for what is no UCUM code, and for units on scales of their own (pH, dB, prism dioptres). */
export function createUnitFinder(): FindUnit {
  let library: ReturnType<Library['UcumLhcUtils']['getInstance']> | undefined;
  return (code) => {
    if (!CODE.test(code)) return undefined;
    library ??= (createRequire(import.meta.url)('@lhncbc/ucum-lhc') as Library).UcumLhcUtils.getInstance();
    const { unit, retMsg } = library.getSpecifiedUnit(code.replace(DIOPTRE, 'm-1'), 'validate');
    // Messages say that it guessed: "pound" is no code. Without a dimension it found no unit, but "constructor".
    if (!unit?.dim_ || retMsg.length > 0 || unit.cnv_) return undefined;
    const exponents = unit.dim_.dimVec_ ?? BASE.map(() => 0);
    if (!(unit.magnitude_ > 0) || !Number.isFinite(unit.magnitude_)) return undefined;
    return { factor: unit.magnitude_, exponents, isArbitrary: unit.isArbitrary_ };
  };
}
