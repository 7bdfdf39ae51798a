import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseElements, parseSummary, subsetText } from '../../src/search/subset.ts';
import { testDefinitions } from '../conformance/definitions.ts';

const definitions = await testDefinitions();
const TEXT =
  '{"resourceType":"Observation","id":"o","meta":{"versionId":"1","tag":[{"code":"t"}]},"text":{"status":"generated","div":"<div>x</div>"},"status":"final","code":{"text":"c"},"valueQuantity":{"value":1.50},"note":[{"text":"n"}],"component":[{"code":{"text":"a"},"interpretation":[{"text":"i"}],"valueInteger":1}],"_issued":{"id":"x"},"issued":"2021-05-21T10:00:00Z"}';

const cut = (subset: ReturnType<typeof parseElements>, text = TEXT) =>
  JSON.parse(subsetText(text, subset, definitions));

describe('parts of a resource', () => {
  it('_summary=true keeps what the definition marks, also inside backbone elements, and says so', () => {
    const part = cut(parseSummary('true')!);
    expect(Object.keys(part)).toEqual([
      'resourceType',
      'id',
      'meta',
      'status',
      'code',
      'valueQuantity',
      'component',
      '_issued',
      'issued',
    ]);
    expect(part.component).toEqual([{ code: { text: 'a' }, valueInteger: 1 }]);
    expect(part.meta.tag).toEqual([
      { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' },
      { code: 't' },
    ]);
  });

  it('_summary=text keeps the narrative and what is mandatory', () => {
    expect(Object.keys(cut(parseSummary('text')!))).toEqual([
      'resourceType',
      'id',
      'meta',
      'text',
      'status',
      'code',
    ]);
  });

  it('_summary=data leaves out the narrative', () => {
    expect(cut(parseSummary('data')!).text).toBeUndefined();
    expect(cut(parseSummary('data')!).note).toBeDefined();
  });

  it('_elements keeps what is named, choices by their stem, and what is mandatory', () => {
    expect(Object.keys(cut(parseElements('value,issued,Observation.note')))).toEqual([
      'resourceType',
      'id',
      'meta',
      'status',
      'code',
      'valueQuantity',
      'note',
      '_issued',
      'issued',
    ]);
  });

  it('_elements takes choices as JSON writes them, too', () => {
    expect(cut(parseElements('valueQuantity')).valueQuantity).toBeDefined();
    expect(cut(parseElements('valueString')).valueQuantity).toBeUndefined();
  });

  it('keeps digits', () => {
    expect(subsetText(TEXT, parseElements('value'), definitions)).toContain('"valueQuantity":{"value":1.50}');
  });

  it('is JSON whatever is kept, and the whole of what is kept', () => {
    const names = ['text', 'status', 'code', 'value', 'note', 'component', 'issued', 'method'];
    fc.assert(
      fc.property(
        fc.subarray(names, { minLength: 1 }),
        fc.shuffledSubarray(Object.keys(JSON.parse(TEXT))),
        (asked, order) => {
          const whole = JSON.parse(TEXT);
          const shuffled = JSON.stringify({
            ...Object.fromEntries(order.map((name) => [name, whole[name]])),
            resourceType: 'Observation',
          });
          const part = cut(parseElements(asked.join(',')), shuffled);
          for (const [name, value] of Object.entries(part))
            if (name !== 'meta') expect(value).toEqual(whole[name]);
        },
      ),
    );
  });

  it.each(['yes', 'TRUE', 'count '])('refuses _summary=%s', (value) => {
    expect(() => parseSummary(value)).toThrow(/true, text, data, count or false/);
  });

  it('refuses deep paths in _elements', () => {
    expect(() => parseElements('code.text')).toThrow(/top of the resource/);
  });
});
