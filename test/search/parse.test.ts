import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FhirError } from '../../src/fhir/error.ts';
import type { Issue } from '../../src/fhir/issue.ts';
import { parseQueryString } from '../../src/fhir/query-string.ts';
import { parseCondition } from '../../src/search/conditional.ts';
import { type ParsedSearch, parseSearch } from '../../src/search/parse.ts';
import { askScope, type SearchContext } from '../../src/search/search-context.ts';
import { testContext } from './support.ts';

let context: SearchContext;
beforeAll(async () => {
  context = await testContext();
});

function parse(url: string, more: Partial<Parameters<typeof parseSearch>[0]> = {}): ParsedSearch {
  const [types, query] = url.split(/\?(.*)/s) as [string, string?];
  const parameters = parseQueryString(query ?? '');
  return parseSearch({ types: types.split(','), parameters, handling: 'strict', context, ...more });
}

function refusal(
  url: string,
  more: Partial<Parameters<typeof parseSearch>[0]> = {},
): FhirError & { first: Issue } {
  try {
    parse(url, more);
  } catch (error) {
    if (error instanceof FhirError) return Object.assign(error, { first: error.issues[0]! });
    throw error;
  }
  throw new Error(`${url} was accepted`);
}

describe('a search that cannot be understood', () => {
  it.each([
    ['Patient?birthdat=2020', 'Patient has no search parameter "birthdat". Did you mean "birthdate"?'],
    ['Patient?xyzzyplugh=1', 'See the CapabilityStatement at /metadata'],
    [
      'Patient?family:frobnicate=x',
      'The modifier :frobnicate does not belong to the string search parameter family.',
    ],
    ['Patient?birthdate:exact=2020', 'Use one of :missing, or none.'],
    ['Patient?identifier:in=urn:x', 'The value set urn:x is not known here'],
    ['Patient?family:missing=maybe', ':missing takes true or false'],
    ['Patient?family=%E2%80%8B', 'it holds nothing to look for'],
    ['Patient?identifier=a|b|c', 'a bar inside is written \\|'],
    ['Patient?identifier=|', 'neither a system nor a code'],
    ['Patient?identifier:of-type=a|b', ':of-type takes three parts'],
    ['Patient?_id:exact=1', 'does not belong to _id'],
    ['Patient?_lastUpdated=yesterday', 'write a date of the calendar as'],
    ['Observation?value-quantity=abc||mg', 'write a number'],
    ['Observation?value-quantity=5|mg', 'a quantity is number'],
    ['Observation?value-quantity=1E400', 'write a number'],
    ['Observation?code-value-quantity=abc', 'it takes 2 parts, code$value-quantity'],
    ['Observation?subject=Patient/a_b', 'a reference is an id'],
    ['Observation?subject:Medication=1', 'does not belong to the reference search parameter subject'],
    ['Observation?patient.nonsense=1', 'Patient has no search parameter "nonsense"'],
    ['Observation?subject.nonsense=1', 'has no search parameter "nonsense"'],
    ['Observation?subject:Medication.code=1', 'subject of Observation never refers to Medication'],
    ['Observation?status.name=x', 'is no reference'],
    ['Provenance?target.name=x', 'Say which, e.g. target:Patient'],
    ['Patient?_has:Observation:nonsense:code=1', 'Observation has no search parameter "nonsense"'],
    ['Patient?_has:Nonsense:patient:code=1', 'There is no resource type "Nonsense"'],
    ['Patient?_has:Observation:status:code=1', 'is no reference'],
    ['Patient?_has:Encounter:service-provider:class=1', 'never refers to Patient'],
    ['Patient?_has:Observation=1', 'is not a complete _has'],
    ['Patient?family[$ne]=x', 'is not the name of a search parameter'],
    ['Patient?__proto__=x', 'has no search parameter "__proto__"'],
    ['Patient?constructor=x', 'has no search parameter "constructor"'],
    ['Patient?_sort=nonsense', 'Patient has no search parameter "nonsense"'],
    ['Patient?_count=-1', 'whole number'],
    ['Patient?_count=abc', 'whole number'],
    ['Patient?_count=1&_count=2', 'given twice'],
    ['Patient?_total=many', 'none, estimate or accurate'],
    ['Patient?_summary=yes', 'must be true, text, data, count or false'],
    ['Patient?_summary=true&_elements=id', 'does not go with another'],
    ['Patient?_elements=name.family', 'top of the resource'],
    ['Patient?_elements=id,nmae', 'holds "nmae", but Patient has no such element. Did you mean "name"?'],
    ['Observation?_elements=valueQuantit', 'holds "valueQuantit", but Observation has no such element'],
    ['Patient,Group?_elements=status', 'no type that is asked for has such an element'],
    ['Patient?_query=current', 'This server defines no named queries'],
    ['Patient?_score=1', 'Patient has no search parameter "_score"'],
    ['Patient?_maxresults=1', 'Patient has no search parameter "_maxresults"'],
    ['Patient?_filter=x', '_filter, character 2, at the end: an operator was expected'],
    ['Patient?_text:exact=x', 'The modifier :exact does not belong to _text'],
    ['Patient?_text=or', 'a word is missing beside "or"'],
    ['Patient?_text=(a', 'a closing bracket is missing'],
    ['Patient?_text=a)', 'a closing bracket was never opened'],
    ['Patient?_text="a', 'a quotation mark has no partner'],
    ['Patient?_content=%E2%80%8B', 'holds nothing to look for'],
    ['Patient?_list=$current-allergies', 'is worked out by whoever keeps it current'],
    ['Patient?_list=7', 'There is no List "7" here'],
    ['Observation?_include=Observation', 'is incomplete'],
    ['Observation?_include=Observation:nonsense', 'Observation has no search parameter "nonsense"'],
    ['Observation?_include=Nonsense:subject', 'There is no resource type "Nonsense"'],
    ['Observation?_include=Observation:status', 'is no reference'],
  ])('%s is refused with 400 and says why', (url, why) => {
    const error = refusal(url);
    expect(error.status).toBe(400);
    expect(error.first.diagnostics).toContain(why);
  });

  it.each(['2020-13-01', '2020-02-30', 'yesterday', 'gt', '2020-5-1', 'gt2020-1', '2020-01-01T10', 'xx2020'])(
    'names the value when the date is %s',
    (value) => {
      const { first } = refusal(`Patient?birthdate=${value}`);
      expect(first.diagnostics).toContain(`"${value}"`);
      expect(first.code).toBe('value');
    },
  );

  it('is told all that is wrong with it at once', () => {
    expect(refusal('Patient?nonsense=1&birthdate=x&_count=-1').issues).toHaveLength(3);
  });

  it('does not echo a long text whole', () => {
    expect(refusal(`Patient?birthdate=${'x'.repeat(5000)}`).first.diagnostics.length).toBeLessThan(400);
    expect(refusal(`Patient?${'y'.repeat(5000)}=1`).first.diagnostics.length).toBeLessThan(400);
  });
});

describe('a parameter that the server keeps nothing of', () => {
  it.each(['Patient?_sort=_content', 'Patient?_sort=_text'])(
    '%s is refused as not supported, by name',
    (url) => {
      const { first, status } = refusal(url);
      expect([status, first.code]).toEqual([400, 'not-supported']);
      expect(first.diagnostics).toMatch(
        /The search parameter (_content|_text) of Patient looks at no element/,
      );
    },
  );
});

describe('lenient handling', () => {
  const lenient = { handling: 'lenient' as const };

  it('leaves out what it does not know, says so, and keeps it out of the self link', () => {
    const parsed = parse('Patient?family=night&nonsense=1&_score=1', lenient);
    expect(parsed.used).toEqual([['family', 'night']]);
    expect(parsed.issues.map(({ severity, code }) => [severity, code])).toEqual([
      ['warning', 'not-supported'],
      ['warning', 'not-supported'],
    ]);
    expect(parsed.issues[0]!.diagnostics).toContain('nonsense');
  });

  it('still refuses bad values and unknown modifiers', () => {
    expect(refusal('Patient?birthdate=yesterday', lenient).status).toBe(400);
    expect(refusal('Patient?family:frobnicate=x', lenient).status).toBe(400);
    expect(refusal('Patient?identifier:in=x', lenient).status).toBe(400);
  });

  it('does not hold for conditions', () => {
    expect(refusal('Patient?family=a&nonsense=1', { ...lenient, condition: true }).status).toBe(400);
  });
});

describe('a condition', () => {
  const condition = { condition: true };

  it('is the criteria of a search', () => {
    const url = 'Patient?identifier=urn:x|1';
    expect(parse(url, condition).where).toEqual(parse(url).where);
  });

  it.each(['_count=1', '_sort=birthdate', '_include=Patient:organization', '_format=json', '_total=none'])(
    'takes no %s',
    (parameter) => {
      expect(refusal(`Patient?identifier=1&${parameter}`, condition).first.diagnostics).toContain(
        'cannot be part of a condition',
      );
    },
  );

  it('is read from the text of If-None-Exist', () => {
    expect(parseCondition('Patient', 'identifier=urn%3Ax%7C1', context)).toEqual(
      parse('Patient?identifier=urn:x|1').where,
    );
    expect(() => parseCondition('Patient', 'identifier=%', context)).toThrow(/broken percent escape/);
  });

  it('without a criterion is refused: it would fit everything', () => {
    expect(refusal('Patient?', condition).first.code).toBe('required');
    expect(refusal('Patient?identifier=&_=1', condition).first.code).toBe('required');
  });
});

describe('the parameters of the result', () => {
  it('are read', () => {
    const parsed = parse(
      'Patient?_sort=-birthdate,_id&_count=20&_total=accurate&_include=Patient:organization:Organization',
    );
    expect(parsed.sort).toEqual([
      { by: 'param', param: 'birthdate', kind: 'date', descending: true },
      { by: '_id', descending: false },
    ]);
    expect([parsed.count, parsed.total]).toEqual([20, 'accurate']);
    expect(parsed.includes).toEqual([
      { type: 'Patient', param: 'organization', target: 'Organization', iterate: false },
    ]);
    expect(parsed.where).toEqual({ kind: 'and', all: [] });
  });

  it('cut a huge _count to the largest page, and 0 counts only', () => {
    expect(parse('Patient?_count=99999999999999999999').count).toBe(1000);
    expect(parse('Patient?_count=0').count).toBe(0);
    expect(parse('Patient?_summary=count').count).toBe(0);
    expect(parse('Patient?_summary=false').count).toBeUndefined();
  });

  it('sort by where the facts are kept', () => {
    expect(parse('Observation?_sort=patient').sort).toEqual([
      { by: 'param', param: 'subject', kind: 'reference', descending: false },
    ]);
  });

  it('leave _format, _pretty and the page token to others', () => {
    const parsed = parse('Patient?_format=json&_pretty=true&_page=x&family=a');
    expect(parsed.used).toEqual([['family', 'a']]);
  });
});

describe('a search over several types', () => {
  it('takes parameters that mean the same in all of them', () => {
    const parsed = parse('Observation,Condition?patient=1&_tag=a|b&_id=1');
    expect(parsed.types).toEqual(['Observation', 'Condition']);
    expect(JSON.stringify(parsed.where)).toContain('"param":"subject"');
  });

  it('asks each type where its facts are kept', () => {
    const { where } = parse('Observation,Immunization?patient=Patient/1');
    expect(where).toMatchObject({
      kind: 'or',
      any: [
        { kind: 'typed', types: ['Observation'], where: { kind: 'match', param: 'subject' } },
        { kind: 'typed', types: ['Immunization'], where: { kind: 'match', param: 'patient' } },
      ],
    });
  });

  it('refuses others', () => {
    expect(refusal('Patient,Organization?birthdate=2020').status).toBe(400);
    expect(refusal('CarePlan,Task?performer=1').first.diagnostics).toContain('does not mean the same');
  });
});

describe('many references', () => {
  it('end in a refusal, not in a search without end', () => {
    const scope = askScope(context);
    const steps = (count: number) => () => {
      for (let step = 0; step < count; step++) scope.takeStep();
    };
    expect(steps(200)).not.toThrow();
    expect(steps(1)).toThrow(/Name the target types in its chains/);
    expect(parse(`ServiceRequest?${'based-on.'.repeat(8)}status=active`).used).toHaveLength(1);
  });

  it('of 40 steps, 15 levels of _has, 400 criteria and 2,000 alternatives are refused', () => {
    expect(refusal(`Observation?${'subject.'.repeat(40)}name=x`).status).toBe(400);
    expect(refusal(`Patient?${'_has:Observation:patient:'.repeat(15)}code=x`).status).toBe(400);
    expect(refusal(`Patient?${'family=a&'.repeat(400)}`).first.code).toBe('too-costly');
    expect(refusal(`Patient?_id=${'a,'.repeat(2000)}`).first.code).toBe('too-costly');
    expect(
      parse(`Patient?_id=${Array.from({ length: 200 }, (_, at) => `id${at}`).join(',')}`).used,
    ).toHaveLength(1);
  });

  it('1,000 codes are one list, but no more than 200 quantities, numbers and dates are compared', () => {
    const list = (count: number, text: string) => Array.from({ length: count }, (_, at) => `${text}${at}`);
    expect(parse(`Observation?code=${list(1000, 'c')}`).used).toHaveLength(1);
    expect(parse(`Observation?value-quantity=${list(200, 'gt')}`).used).toHaveLength(1);
    expect(refusal(`Observation?value-quantity=${list(201, 'gt')}`).first).toMatchObject({
      code: 'too-costly',
      diagnostics:
        'The search parameter value-quantity has 201 alternatives; at most 200 are allowed. Ask in parts.',
    });
    expect(refusal(`RiskAssessment?probability=${list(201, '')}`).first.code).toBe('too-costly');
    expect(refusal(`Patient?birthdate=${list(1201, '').slice(1000)}`).first.code).toBe('too-costly');
  });

  it('too many alternatives altogether are refused, and this is said once', () => {
    const codes = `code=${Array.from({ length: 1000 }, (_, at) => `c${at}`)}`;
    expect(parse(`Observation?${Array(20).fill(codes).join('&')}`).used).toHaveLength(20);
    const { issues } = refusal(`Observation?${Array(40).fill(codes).join('&')}`);
    expect(issues.map(({ code }) => code)).toEqual(['too-costly']);
    const doses = `value-quantity=${Array.from({ length: 200 }, (_, at) => `${at}|http://unitsofmeasure.org|mg`)}`;
    expect(parse(`Observation?${Array(5).fill(doses).join('&')}`).used).toHaveLength(5);
    expect(refusal(`Observation?${Array(6).fill(doses).join('&')}`).first.code).toBe('too-costly');
  });

  it('a value is at most 100,000 characters long', () => {
    expect(parse(`Patient?family=${'a'.repeat(100_000)}`).used).toHaveLength(1);
    expect(refusal(`Patient?family=${'a'.repeat(100_001)}`).first.code).toBe('too-costly');
    expect(refusal(`Patient?identifier=${'a|'.repeat(60_000)}`).first.code).toBe('too-costly');
  });
});

describe('only a part', () => {
  it('is the number alone with _summary=count, before and after any _count', () => {
    expect(parse('Patient?_summary=count').count).toBe(0);
    expect(parse('Patient?_summary=count&_count=5').count).toBe(0);
    expect(parse('Patient?_count=5&_summary=count').count).toBe(0);
  });

  it('may name elements of what is included', () => {
    const { subset } = parse('Patient?_elements=status&_revinclude=Observation:subject');
    expect(subset).toEqual({ kind: 'elements', names: ['status'] });
  });

  it('with an unknown element is left out where handling is lenient', () => {
    const { subset, issues, used } = parse('Patient?_elements=nmae&gender=male', { handling: 'lenient' });
    expect(subset).toBeUndefined();
    expect(issues.map(({ diagnostics }) => diagnostics)).toEqual([
      '_elements holds "nmae", but Patient has no such element. Did you mean "name"? The parameter _elements was left out of this search.',
    ]);
    expect(used).toEqual([['gender', 'male']]);
  });
});

describe('any text at all', () => {
  it('as parameters gives a search or a FhirError with status 400', () => {
    const name = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'family',
        'birthdate',
        'identifier:of-type',
        'general-practitioner',
        '_sort',
        '_count',
        '_include',
        '_id',
      ),
    );
    const value = fc.string({
      unit: fc.constantFrom('a', '1', ',', '|', '$', '\\', ':', '/', 'g', 't', '-', '.', '#', ' '),
    });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(name, value), { maxLength: 4 }),
        fc.constantFrom('strict' as const, 'lenient' as const),
        (parameters, handling) => {
          try {
            const { used } = parseSearch({ types: ['Patient'], parameters, handling, context });
            expect(used.length).toBeLessThanOrEqual(parameters.length);
          } catch (error) {
            if (!(error instanceof FhirError)) throw error;
            expect(error.status).toBe(400);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
