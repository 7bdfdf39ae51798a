// Where we and the official validator differ on purpose, and why. What none of these rows explains is a fault of one of
// us.

import type { Compared } from './judges.ts';

export interface Difference {
  by: 'us' | 'them';
  /** What the one who rejects says; every error must have its row. */
  says: RegExp;
  why: string;
}

const CANNOT = 'HAPI was given no server, so it does not judge references';
const NO_EXPANSION =
  'HAPI leaves out what it cannot expand; the official terminology service answers as we do';

export const DIFFERENCES: Difference[] = [
  { by: 'us', says: /: A reference to \S+ is not allowed /, why: CANNOT },
  { by: 'us', says: / is no reference: write Type\/id/, why: CANNOT },
  { by: 'us', says: / names no R4 resource type: write Type\/id/, why: CANNOT },
  { by: 'us', says: / names no R4 resource type|leads to .* and its type says/, why: CANNOT },
  {
    by: 'us',
    says: /: The modifier extension /,
    why: 'R4 extensibility.html: what has a modifier that nobody knows cannot be understood; they only tell of it',
  },
  {
    by: 'us',
    says: /is an empty or misshapen list/,
    why: 'R4 json.html: no array is empty; they let empty lists of primitives pass',
  },
  {
    by: 'us',
    says: / has a control character/,
    why: 'R4 datatypes.html#string: SHALL NOT; XML cannot carry it; they do not look',
  },
  {
    by: 'us',
    says: /The narrative (is not well-formed|must be one)/,
    why: 'R4 narrative.html: one div that is XML; their parser mends what it reads',
  },
  { by: 'us', says: /is not in the value set .*(all-languages|mimetypes)/, why: NO_EXPANSION },
  { by: 'us', says: /^[^:]+: The code .* does not exist in /, why: NO_EXPANSION },
  {
    by: 'us',
    says: /is no absolute URI: name the code system/,
    why: 'Coding.system is an absolute URI; they look only where the code has a binding that they check',
  },
  { by: 'us', says: /is no unit of UCUM/, why: 'they look only where no value set is bound' },
  {
    by: 'us',
    says: /is not in the value set .*: use/,
    why: 'R4 terminologies.html: a code of a set is a code with its system; they guess a system that is left out',
  },
  {
    by: 'us',
    says: /digits and a decimal has at most 18/,
    why: 'more digits than a decimal can keep everywhere; they take any number',
  },
  {
    by: 'us',
    says: /low SHALL have a lower value than high/,
    why: '1 kg is not below 2 g: HAPI compares the numbers where the units are not written in words',
  },
  {
    by: 'us',
    says: /The check character of the unified social credit code/,
    why: 'a check of ours that FHIRPath cannot express',
  },

  {
    by: 'us',
    says: / has no element "_(id|url)"/,
    why: 'R4 has nothing beside the id of a resource or the url of an extension: its JSON schema knows no _id',
  },

  {
    by: 'them',
    says: /rng-2.*(HAPI-0676|NullPointerException)/,
    why: 'HAPI compares no quantities of different units',
  },
  {
    by: 'them',
    says: /The '(in|out)' profile '.*' can not be resolved/,
    why: 'R4 does not ask that profiles are known',
  },
  {
    by: 'them',
    says: /Unknown code '.*CodeSystem\/service-type#/,
    why: 'HAPI judges by a code system of which R4 has only an example',
  },
  {
    by: 'them',
    says: /^StructureMap\.|The URL should refer directly to the ImplementationGuide/,
    why: 'we do not look into mapping rules and the URLs of guides, which have no part in this server',
  },
  {
    by: 'them',
    says: /Error in search expression/,
    why: 'our server judges it when it is to be searched by: src/search/check-search-parameter.ts',
  },
  { by: 'them', says: /CRASH/, why: 'an error inside HAPI' },
  {
    by: 'them',
    says: /OIDs must be valid \([\d.]+\)/,
    why: 'they take OIDs with fewer than six characters before the last dot for none; R4 has no such rule',
  },
  {
    by: 'them',
    says: /Unknown code '.*#null'/,
    why: 'HAPI looks for the code "null" where a Coding has none',
  },
  {
    by: 'them',
    says: /None of the codings provided are in the value set/,
    why: 'HAPI refuses a concept with one right coding when it does not know the system of another',
  },
  {
    by: 'them',
    says: /Failed to retrieve profile/,
    why: 'HAPI refuses profiles that it does not know; the official validator only warns, as we do',
  },
  {
    by: 'them',
    says: /Specified profile type was '(Domain)?Resource'/,
    why: 'R4 allows profiles on abstract types, which every resource of a type below can claim',
  },
  {
    by: 'them',
    says: /Constraint failed: bdl-5:/,
    why: 'R4 lets a resource have nothing but its type; HAPI takes such an entry for one without resource',
  },
  {
    by: 'them',
    says: /Constraint failed: lianti-(sr|task)-\d+:/,
    why: 'in an emergency these are warnings, which no constraint can say: src/validation/checks/leniency.ts',
  },
  {
    by: 'them',
    says: /Found a reference to a CodeSystem .* where a ValueSet belongs/,
    why: 'a fault of R4 itself, corrected in scripts/definitions/corrections.json',
  },
  {
    by: 'them',
    says: /Element matches more than one slice - , /,
    why: 'a fault in the definitions of R4: a choice sliced without names',
  },
  {
    by: 'them',
    says: /Constraint failed: app-4:/,
    why: 'app-4 of R4 names a status that does not exist (no-show), corrected in scripts/definitions/corrections.json',
  },
];

/** Why they differ; undefined: no reason is known. `alike` where both accept or both reject. */
export function reasonOf({ ours, theirs }: Compared): string | undefined {
  if (ours.length > 0 === theirs.length > 0) return 'alike';
  const by = ours.length > 0 ? 'us' : 'them';
  const rows = (by === 'us' ? ours : theirs).map((error) =>
    DIFFERENCES.find((one) => one.by === by && one.says.test(error)),
  );
  return rows.includes(undefined) ? undefined : rows[0]!.why;
}
