import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Definitions } from '../../../src/conformance/definitions.ts';
import { FhirError } from '../../../src/fhir/error.ts';
import type { Issue } from '../../../src/fhir/issue.ts';
import { readXml, readXmlInParts } from '../../../src/fhir/xml/read.ts';
import { testDefinitions } from '../../conformance/definitions.ts';

let definitions: Definitions;
beforeAll(async () => {
  definitions = await testDefinitions();
});
afterAll(() => definitions.close());

const read = (xml: string): string => readXml(xml, definitions.model).text;
const patient = (inner: string): string => `<Patient xmlns="http://hl7.org/fhir">${inner}</Patient>`;

function refusal(xml: string): Issue {
  try {
    read(xml);
  } catch (error) {
    if (error instanceof FhirError) {
      expect(error.status).toBe(400);
      return error.issues[0]!;
    }
    throw error;
  }
  throw new Error(`This was read: ${xml}`);
}

describe('XML becomes JSON', () => {
  it('with types, lists and attributes where JSON has them', () => {
    const xml = `<?xml version="1.0" encoding="UTF-8"?>
      <!-- not kept --><?nor this?>
      <Observation xmlns="http://hl7.org/fhir">
        <id value="o"/>
        <extension url="http://example.org/x"><valueBoolean value="true"/></extension>
        <status value="final"/>
        <code id="c1"><coding><code value="1"/></coding><text value="眼轴"/></code>
        <valueQuantity><value value="24.10"/><unit value="mm"/></valueQuantity>
        <component><code><text value="a"/></code><valueInteger value="5"/></component>
      </Observation>`;
    expect(read(xml)).toBe(
      '{"resourceType":"Observation","id":"o","extension":[{"valueBoolean":true,"url":"http://example.org/x"}],' +
        '"status":"final","code":{"id":"c1","coding":[{"code":"1"}],"text":"眼轴"},' +
        '"valueQuantity":{"value":24.10,"unit":"mm"},"component":[{"code":{"text":"a"},"valueInteger":5}]}',
    );
  });

  it('with ids and extensions of primitives beside their values', () => {
    const xml = patient(
      '<name><given value="小"/><given id="g"/><given value="禾" id="h"><extension url="u"><valueCode value="x"/></extension></given></name>' +
        '<birthDate><extension url="u"><valueCode value="y"/></extension></birthDate>',
    );
    expect(JSON.parse(read(xml))).toEqual({
      resourceType: 'Patient',
      name: [
        {
          given: ['小', null, '禾'],
          _given: [null, { id: 'g' }, { id: 'h', extension: [{ url: 'u', valueCode: 'x' }] }],
        },
      ],
      _birthDate: { extension: [{ url: 'u', valueCode: 'y' }] },
    });
  });

  it('with resources inside resources', () => {
    const xml =
      '<Bundle xmlns="http://hl7.org/fhir"><type value="batch"/><entry><resource><Patient>' +
      '<contained><Organization><id value="o"/></Organization></contained><contained><Basic><id value="b"/></Basic></contained>' +
      '</Patient></resource><request><method value="POST"/><url value="Patient"/></request></entry></Bundle>';
    expect(JSON.parse(read(xml))).toEqual({
      resourceType: 'Bundle',
      type: 'batch',
      entry: [
        {
          resource: {
            resourceType: 'Patient',
            contained: [
              { resourceType: 'Organization', id: 'o' },
              { resourceType: 'Basic', id: 'b' },
            ],
          },
          request: { method: 'POST', url: 'Patient' },
        },
      ],
    });
  });

  it('whatever prefix stands for the namespace', () => {
    expect(read('<f:Patient xmlns:f="http://hl7.org/fhir"><f:active value="true"/></f:Patient>')).toBe(
      '{"resourceType":"Patient","active":true}',
    );
  });

  it('with numbers as they are written, and what is no number as text for validation to refuse', () => {
    const of = (value: string) =>
      read(
        `<Basic xmlns="http://hl7.org/fhir"><extension url="u"><valueDecimal value="${value}"/></extension></Basic>`,
      ).match(/"valueDecimal":([^,}]*)/)![1];
    expect(['1.50', '-0.0', '1E3', '+5', '1,5', '0x10', '1e999', ' 1'].map(of)).toEqual([
      '1.50',
      '-0.0',
      '1E3',
      '5',
      '"1',
      '"0x10"',
      '"1e999"',
      '" 1"',
    ]);
    expect(read(patient('<active value="yes"/>'))).toContain('"active":"yes"');
  });

  it('with references to characters resolved', () => {
    expect(
      JSON.parse(read(patient('<name><text value="a&#10;&lt;&#x5F20;&amp;"/></name>'))).name[0].text,
    ).toBe('a\n<张&');
  });
});

describe('a narrative', () => {
  const text = (div: string, declared = '') =>
    JSON.parse(
      read(
        `<Patient xmlns="http://hl7.org/fhir"${declared}><text><status value="generated"/>${div}</text></Patient>`,
      ),
    ).text.div;

  it.each([
    '<div xmlns="http://www.w3.org/1999/xhtml"><p  class=\'a\'>身高 <b>98.5</b> cm &lt; P50 &amp; rising<br/></p>\n<!-- c --></div>',
    '<div xmlns="http://www.w3.org/1999/xhtml" xml:lang="zh">&#160;👁️</div>',
  ])('is kept to the byte: %s', (div) => {
    expect(text(div)).toBe(div);
  });

  it('gets its own namespace when it came from outside or from a prefix', () => {
    const own = '<div xmlns="http://www.w3.org/1999/xhtml"><b title="&quot;">a &lt; b</b><br/></div>';
    const declared = ' xmlns:h="http://www.w3.org/1999/xhtml"';
    expect(text('<h:div><h:b title="&quot;">a &lt; b</h:b><h:br/></h:div>', declared)).toBe(own);
  });

  it('has its CDATA sections as plain text', () => {
    expect(text('<div xmlns="http://www.w3.org/1999/xhtml"><![CDATA[a < b]]></div>')).toBe(
      '<div xmlns="http://www.w3.org/1999/xhtml">a &lt; b</div>',
    );
  });

  it('is refused with elements of other namespaces', () => {
    const inner = '<svg xmlns="http://www.w3.org/2000/svg"/>';
    const issue = refusal(patient(`<text><div xmlns="http://www.w3.org/1999/xhtml">${inner}</div></text>`));
    expect(issue.diagnostics).toMatch(/holds <svg>, which is not in the namespace/);
    expect(refusal(patient('<text><div>x</div></text>')).diagnostics).toMatch(
      /belongs to http:\/\/www.w3.org/,
    );
  });
});

describe('XML is refused', () => {
  it.each([
    [
      'an unknown element',
      patient('<name><familly value="x"/></name>'),
      /HumanName has no element <familly>/,
      'Patient.name[0]',
    ],
    [
      'an unknown attribute',
      patient('<name><family valeu="x"/></name>'),
      /<family> cannot have the attribute valeu/,
      'Patient.name[0].family',
    ],
    [
      'a value on what has none',
      patient('<name value="x"/>'),
      /<name> cannot have the attribute value/,
      'Patient.name[0]',
    ],
    [
      'an attribute of the resource',
      '<Patient xmlns="http://hl7.org/fhir" id="p"/>',
      /<Patient> cannot have the attribute id/,
      'Patient',
    ],
    [
      'an id that is no attribute',
      patient('<name><id value="x"/></name>'),
      /id is an attribute there/,
      'Patient.name[0]',
    ],
    [
      'an empty value',
      patient('<gender value=""/>'),
      /The attribute value of <gender> is empty/,
      'Patient.gender',
    ],
    ['an empty element', patient('<name/>'), /<name> is empty/, 'Patient.name[0]'],
    ['an empty primitive', patient('<gender/>'), /<gender> is empty/, 'Patient.gender'],
    [
      'a single element twice',
      patient('<gender value="male"/><gender value="female"/>'),
      /<gender> is there more than once/,
      'Patient',
    ],
    [
      'text between elements',
      patient('<active value="true"/>stray'),
      /text between the elements: "stray"/,
      'Patient',
    ],
    ['CDATA between elements', patient('<![CDATA[stray]]>'), /text between the elements/, 'Patient'],
    ['no namespace', '<Patient/>', /is in no namespace, but belongs to http:\/\/hl7.org\/fhir/, undefined],
    [
      'a foreign namespace',
      patient('<active xmlns="urn:hl7-org:v3" value="true"/>'),
      /is in the namespace urn:hl7-org:v3/,
      'Patient',
    ],
    [
      'no resource',
      '<Patientt xmlns="http://hl7.org/fhir"/>',
      /<Patientt> is no resource of FHIR R4/,
      undefined,
    ],
    ['a data type', '<HumanName xmlns="http://hl7.org/fhir"/>', /is no resource/, undefined],
    [
      'two resources in one place',
      patient('<contained><Basic><id value="a"/></Basic><Basic><id value="b"/></Basic></contained>'),
      /holds more than one resource/,
      'Patient.contained[0]',
    ],
    [
      'a place for a resource without one',
      patient('<contained></contained>'),
      /<contained> holds no resource/,
      'Patient.contained[0]',
    ],
    [
      'what is not well-formed',
      '<Patient xmlns="http://hl7.org/fhir"><active value="true"></Patient>',
      /not well-formed/,
      undefined,
    ],
    ['what never ends', '<Patient xmlns="http://hl7.org/fhir">', /not well-formed/, undefined],
    ['two roots', `${patient('')}${patient('')}`, /not well-formed/, undefined],
    ['nothing', ' \n', /empty where XML was expected/, undefined],
    ['an HTML entity', patient('<name><text value="&nbsp;"/></name>'), /not well-formed/, undefined],
    ['another encoding', `<?xml version="1.0" encoding="GB18030"?>${patient('')}`, /always UTF-8/, undefined],
    ['a control character', patient('<name><text value="&#1;"/></name>'), /not well-formed/, undefined],
  ])('with %s', (_what, xml, message, path) => {
    const issue = refusal(xml as string);
    expect(issue.diagnostics).toMatch(message as RegExp);
    if (path !== undefined) expect(issue.expression).toBe(path);
    expect(issue.line).toBeGreaterThan(0);
  });

  it('with a DOCTYPE, whatever it declares', () => {
    const evil = [
      '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
      '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>',
      '<!DOCTYPE Patient>',
    ];
    for (const doctype of evil)
      expect(refusal(`${doctype}${patient('')}`).diagnostics).toMatch(/has a DOCTYPE/);
  });

  it('when nested too deep, in the data and in the narrative', () => {
    const deep = '<extension url="u">'.repeat(100) + '</extension>'.repeat(100);
    expect(refusal(patient(deep)).diagnostics).toMatch(/nested deeper than 100 levels/);
    const spans = '<span>'.repeat(10_000) + '</span>'.repeat(10_000);
    const div = `<text><div xmlns="http://www.w3.org/1999/xhtml">${spans}</div></text>`;
    expect(refusal(patient(div)).diagnostics).toMatch(/nested deeper than 100 levels/);
  });

  it('with line, column and a path through resources', () => {
    const xml =
      '<Bundle xmlns="http://hl7.org/fhir">\n<entry><resource><Basic/></resource></entry>\n' +
      '<entry><resource><Patient>\n<contact><name><oops/></name></contact></Patient></resource></entry></Bundle>';
    const issue = refusal(xml);
    expect(issue).toMatchObject({ line: 4, expression: 'Bundle.entry[1].resource.contact[0].name' });
    expect(issue.diagnostics).toContain('at line 4, column');
  });
});

describe('a long document', () => {
  it('is read in parts, wherever they end', () => {
    const names = Array.from({ length: 3000 }, (_, i) => {
      const div = `<text><div xmlns="http://www.w3.org/1999/xhtml">${'👁️'.repeat(i % 7)}${i}\r\n</div></text>`;
      return `<contained><Basic><id value="b${i}"/>${div}<code><text value="视力&#10;👁️${i}"/></code></Basic></contained>`;
    });
    const parts = readXmlInParts(patient(names.join('\n')), definitions.model);
    let turns = 1;
    let step = parts.next();
    for (; !step.done; step = parts.next()) turns++;
    expect(turns).toBeGreaterThan(20);
    const { contained } = step.value.value as {
      contained: { id: string; text: { div: string }; code: { text: string } }[];
    };
    contained.forEach((basic, i) => {
      expect([basic.id, basic.code.text]).toEqual([`b${i}`, `视力\n👁️${i}`]);
      expect(basic.text.div).toBe(
        `<div xmlns="http://www.w3.org/1999/xhtml">${'👁️'.repeat(i % 7)}${i}\r\n</div>`,
      );
    });
    expect(contained).toHaveLength(3000);
  });

  it('says the place of a fault behind its first part', () => {
    const lines = '<contained><Basic><id value="x"/></Basic></contained>\n'.repeat(2000);
    const issue = refusal(patient(`${lines}<oops/>`));
    expect(issue.line).toBe(2001);
  });
});
