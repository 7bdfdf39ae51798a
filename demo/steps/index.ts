// The mission in seven steps.

import type { Step } from '../play.ts';
import { consortium } from './1-consortium.ts';
import { screening } from './2-screening.ts';
import { archive } from './3-archive.ts';
import { highMyopia } from './4-high-myopia.ts';
import { lowMyopia } from './5-low-myopia.ts';
import { healthCloud } from './6-health-cloud.ts';
import { refused } from './7-refused.ts';

export const steps: readonly Step[] = [
  consortium,
  screening,
  archive,
  highMyopia,
  lowMyopia,
  healthCloud,
  refused,
];
