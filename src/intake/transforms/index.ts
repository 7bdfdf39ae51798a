// The closed list of transforms. A mapping names one for each column; a new one is a file and a line here.

import { acuity } from './acuity.ts';
import { axis } from './axis.ts';
import { child } from './child.ts';
import { code } from './code.ts';
import { date } from './date.ts';
import { cylinder, sphere } from './dioptre.ts';
import { examined } from './examined.ts';
import { idNumber } from './id-number.ts';
import { quantity } from './quantity.ts';
import { refraction } from './refraction.ts';
import { name, text } from './text.ts';
import type { CellTransform, RowTransform } from './transform.ts';

/** One cell → values. */
export const cellTransforms: ReadonlyMap<string, CellTransform> = new Map([
  ['text', text],
  ['name', name],
  ['id-number', idNumber],
  ['code', code],
  ['date', date],
  ['quantity', quantity],
  ['sphere', sphere],
  ['cylinder', cylinder],
  ['axis', axis],
  ['acuity', acuity],
]);

/** Several cells of a line → values. */
export const rowTransforms: ReadonlyMap<string, RowTransform> = new Map([
  ['refraction', refraction],
  ['examined', examined],
  ['child', child],
]);
