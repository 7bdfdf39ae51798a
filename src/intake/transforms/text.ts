// Plain text, and names of persons.

import { noted, type Remark, repaired } from '../finding.ts';
import type { CellTransform } from './transform.ts';

export const text: CellTransform = {
  outputs: [],
  read: (cell) => ({ values: { '': cell } }),
};

const HAN_GAP = /(?<=[\p{Script=Han}·])[\s\u3000]+(?=[\p{Script=Han}·])/gu;
const DOTS = /[•．‧・]/g;
const LOST = /[□?？\uFFFD]/;

/** Names keep rare and compatibility characters; blanks between Han characters and foreign dots are habits. */
export const name: CellTransform = {
  outputs: ['doubtful'],
  normalise: false,
  read(cell) {
    const remarks: Remark[] = [];
    const tidy = cell.replace(HAN_GAP, '').replace(DOTS, '·').replace(/^·|·$/g, '');
    if (tidy !== cell)
      remarks.push(repaired('name-spacing', tidy, 'Blanks inside a Chinese name were taken out.'));
    const doubtful = LOST.test(tidy);
    if (doubtful) {
      remarks.push(
        noted(
          'name-lost-character',
          'A character of the name was lost at the source: never match by this name.',
        ),
      );
    }
    return { values: { '': tidy, doubtful: doubtful || undefined }, remarks };
  },
};
