import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Definitions } from '../../../src/conformance/definitions.ts';
import { parseJson } from '../../../src/fhir/json/parse.ts';
import { writeXml } from '../../../src/fhir/xml/write.ts';
import { testDefinitions } from '../../conformance/definitions.ts';

let definitions: Definitions;
beforeAll(async () => {
  definitions = await testDefinitions();
});
afterAll(() => definitions.close());

const write = (json: string, isPretty = false): string =>
  writeXml(parseJson(json), definitions.model, isPretty).replace(
    '<?xml version="1.0" encoding="UTF-8"?>',
    '',
  );
const inner = (json: string): string =>
  write(json)
    .replace(/^<\w+ xmlns="http:\/\/hl7.org\/fhir">/, '')
    .replace(/<\/\w+>$/, '');

describe('JSON becomes XML', () => {
  it('in the order of the definition, not in that of the text', () => {
    const json =
      '{"birthDate":"2019-01-01","name":[{"given":["禾"],"family":"张","use":"usual"}],"id":"p","resourceType":"Patient","meta":{"tag":[{"code":"a"}],"versionId":"1"}}';
    expect(write(json)).toBe(
      '<Patient xmlns="http://hl7.org/fhir"><id value="p"/><meta><versionId value="1"/><tag><code value="a"/></tag></meta>' +
        '<name><use value="usual"/><family value="张"/><given value="禾"/></name><birthDate value="2019-01-01"/></Patient>',
    );
  });

  it('with the digits of decimals', () => {
    expect(
      inner(
        '{"resourceType":"Observation","valueQuantity":{"value":1.50},"valueSampledData":{"period":1e3}}',
      ),
    ).toBe(
      '<valueQuantity><value value="1.50"/></valueQuantity><valueSampledData><period value="1e3"/></valueSampledData>',
    );
  });

  it('with ids, urls and extensions of primitives', () => {
    const json =
      '{"resourceType":"Patient","extension":[{"id":"e","url":"u","valueCode":"c"}],"name":[{"id":"n","given":["a",null],"_given":[null,{"id":"g","extension":[{"url":"v","valueBoolean":false}]}]}]}';
    expect(inner(json)).toBe(
      '<extension id="e" url="u"><valueCode value="c"/></extension>' +
        '<name id="n"><given value="a"/><given id="g"><extension url="v"><valueBoolean value="false"/></extension></given></name>',
    );
  });

  it('with characters that an attribute would change written by number', () => {
    expect(inner('{"resourceType":"Patient","name":[{"text":"a\\n\\t\\"<&>\\u0001"}]}')).toBe(
      '<name><text value="a&#10;&#9;&quot;&lt;&amp;&gt;\ufffd"/></name>',
    );
  });

  it('with resources inside resources, which repeat no namespace', () => {
    expect(inner('{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Basic","id":"b"}}]}')).toBe(
      '<entry><resource><Basic><id value="b"/></Basic></resource></entry>',
    );
  });

  it('indented when that is asked for, the narrative left alone', () => {
    const div = '<div xmlns=\\"http://www.w3.org/1999/xhtml\\"><p>a</p> </div>';
    expect(
      write(`{"resourceType":"Patient","text":{"status":"generated","div":"${div}"},"active":true}`, true),
    ).toBe(`
<Patient xmlns="http://hl7.org/fhir">
  <text>
    <status value="generated"/>
    <div xmlns="http://www.w3.org/1999/xhtml"><p>a</p> </div>
  </text>
  <active value="true"/>
</Patient>
`);
  });
});

describe('a narrative that XML could not hold', () => {
  const div = (text: string): string =>
    write(JSON.stringify({ resourceType: 'Patient', text: { div: text } })).match(/<div.*<\/div>/s)![0];

  it('has the names of HTML written as numbers', () => {
    expect(div('<div xmlns="http://www.w3.org/1999/xhtml">a&nbsp;b&amp;c&Omega;&le;</div>')).toBe(
      '<div xmlns="http://www.w3.org/1999/xhtml">a&#160;b&amp;c&#937;&#8804;</div>',
    );
  });

  it('gets the namespace it lacks', () => {
    expect(div('<div class="x">a</div>')).toBe('<div xmlns="http://www.w3.org/1999/xhtml" class="x">a</div>');
  });

  it.each([
    'plain < text',
    '<div xmlns="http://www.w3.org/1999/xhtml"><p>a</div>',
    '<div xmlns="http://www.w3.org/1999/xhtml">a</div><div/>',
    '<!DOCTYPE x [<!ENTITY a "b">]><div xmlns="http://www.w3.org/1999/xhtml">&a;</div>',
    '<div xmlns="http://www.w3.org/1999/xhtml">&unheard;</div>',
    '</div></text><active value="true"/>',
  ])('is shown as text: %s', (text) => {
    const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    expect(div(text)).toBe(`<div xmlns="http://www.w3.org/1999/xhtml">${escaped}</div>`);
  });
});
