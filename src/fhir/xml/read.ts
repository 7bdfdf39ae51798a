// FHIR XML to JSON, driven by the model of the types: the JSON text is what this server keeps. Strict: other
// namespaces, unknown elements and attributes, stray text, DTDs and entities are refused. R4 xml.html.
// The order of elements is not insisted on, since nothing hangs on it.

import { SaxesParser, type SaxesTagNS } from 'saxes';
import type { TypeModel } from '../elements.ts';
import { fhirError } from '../error.ts';
import { DEPTH_MAX, type JsonDocument, parseJsonInParts } from '../json/parse.ts';
import { atOnce } from '../pace.ts';
import { type Frame, isAttribute, type Member, memberOf, objectText } from './frame.ts';
import { FHIR, XHTML } from './namespaces.ts';
import { NarrativeReader } from './narrative-reader.ts';
import { primitiveJson } from './primitive-json.ts';

/** Characters; some three milliseconds. */
const PART_LENGTH = 16 * 1024;
const SCHEMA_INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';

/** The document as its JSON form. Throws FhirError('structure') with path, line and column. */
export function readXml(source: string, model: TypeModel): JsonDocument {
  return atOnce(readXmlInParts(source, model));
}

/** The same, a few milliseconds of work at a time: a long document must not hold up others. */
export function* readXmlInParts(source: string, model: TypeModel): Generator<undefined, JsonDocument> {
  const text = source.charCodeAt(0) === 0xfeff ? source.slice(1) : source;
  return yield* parseJsonInParts(yield* new XmlReader(text, model).read());
}

class XmlReader {
  private readonly text: string;
  private readonly model: TypeModel;
  private readonly parser = new SaxesParser({ xmlns: true, defaultXMLVersion: '1.0', forceXMLVersion: true });
  private readonly frames: Frame[] = [];
  private narrative: NarrativeReader | undefined;
  private elementDepth = 0;
  private json: string | undefined;

  constructor(text: string, model: TypeModel) {
    this.text = text;
    this.model = model;
  }

  *read(): Generator<undefined, string> {
    const { parser } = this;
    parser.on('error', (error) => {
      // saxes puts line and column in front: `1:12: what`.
      throw this.fault(`The XML is not well-formed: ${error.message.replace(/^\d+:\d+: /, '')}`);
    });
    parser.on('doctype', () => {
      throw this.fault('The XML has a DOCTYPE. FHIR has none: leave it out, and write characters themselves');
    });
    parser.on('xmldecl', ({ encoding }) => {
      if (encoding !== undefined && !/^utf-?8$/i.test(encoding)) {
        throw this.fault(`The XML says that its encoding is ${clip(encoding)}. FHIR XML is always UTF-8`);
      }
    });
    parser.on('opentag', (tag) => this.open(tag));
    parser.on('closetag', (tag) => this.close(tag));
    parser.on('text', (text) => this.stray(text));
    parser.on('cdata', (text) => (this.narrative ? this.narrative.cdata(text) : this.stray(text)));
    parser.on('processinginstruction', () => this.narrative?.processingInstruction());
    if (this.text.trim() === '') throw this.fault('The body is empty where XML was expected');
    for (let at = 0; at < this.text.length; at += PART_LENGTH) {
      if (at > 0) yield;
      parser.write(this.text.slice(at, at + PART_LENGTH));
    }
    parser.close();
    return this.json!;
  }

  private open(tag: SaxesTagNS): void {
    if (++this.elementDepth > DEPTH_MAX) throw this.tooDeep();
    const parent = this.frames.at(-1);
    if (this.narrative) this.openInNarrative(tag);
    else if (!parent || parent.kind === 'holder') this.openResource(tag, parent);
    else this.openMember(tag, parent);
  }

  private openMember(tag: SaxesTagNS, parent: Frame): void {
    const member = memberOf(parent, tag.local, this.model);
    const isNarrative = member?.type === 'xhtml';
    this.checkNamespace(tag, isNarrative ? XHTML : FHIR);
    if (!member) throw this.unknownElement(parent, tag.local);
    if (!isNarrative) {
      this.openElement(tag, member);
      return;
    }
    this.takePlace(member, tag.local);
    this.narrative = new NarrativeReader(this.text.lastIndexOf('<', this.parser.position - 1));
    this.openInNarrative(tag);
  }

  private openResource(tag: SaxesTagNS, holder: Frame | undefined): void {
    this.checkNamespace(tag, FHIR);
    if (this.model.kind(tag.local) !== 'resource') {
      throw this.fault(`<${clip(tag.local)}> is no resource of FHIR R4`);
    }
    if (holder?.resource !== undefined) throw this.fault(`<${holder.name}> holds more than one resource`);
    this.push({ kind: 'resource', name: tag.local, type: tag.local, index: undefined }, holder ? 0 : 1);
    this.readAttributes(tag);
  }

  private openElement(tag: SaxesTagNS, member: Member): void {
    const index = this.takePlace(member, tag.local);
    const kind = this.model.kind(member.type);
    this.push(
      {
        kind: kind === 'primitive' ? 'primitive' : kind === 'resource' ? 'holder' : 'object',
        name: tag.local,
        type: member.type,
        index: member.shape.max > 1 ? index : undefined,
      },
      (kind === 'primitive' ? 0 : 1) + (member.shape.max > 1 ? 1 : 0),
    );
    this.readAttributes(tag);
  }

  private openInNarrative(tag: SaxesTagNS): void {
    const wrong = this.narrative!.open(tag);
    if (wrong !== undefined) throw this.fault(`The narrative ${clip(wrong, 160)}`);
  }

  /** Room for one more of that name: its index. */
  private takePlace(member: Member, name: string): number {
    const index = member.values.length;
    if (index > 0 && member.shape.max <= 1) {
      throw this.fault(`<${name}> is there more than once, but can be there once only`);
    }
    member.values.push(undefined);
    member.extras.push(undefined);
    return index;
  }

  private push(part: Pick<Frame, 'kind' | 'name' | 'type' | 'index'>, levels: number): void {
    const depth = (this.frames.at(-1)?.depth ?? 0) + levels;
    if (depth > DEPTH_MAX) throw this.tooDeep();
    const empty = { id: undefined, value: undefined, url: undefined, resource: undefined };
    this.frames.push({ ...part, ...empty, depth, members: new Map() });
  }

  private readAttributes(tag: SaxesTagNS): void {
    const frame = this.frames.at(-1)!;
    for (const { name, prefix, uri, local, value } of Object.values(tag.attributes)) {
      if (prefix === 'xmlns' || name === 'xmlns') continue;
      // Where a schema lies is of no concern to the content.
      if (uri === SCHEMA_INSTANCE && local === 'schemaLocation' && this.frames.length === 1) continue;
      const isKnown =
        prefix === '' &&
        (name === 'value' ? frame.kind === 'primitive' : isAttribute(frame, name) && frame.kind !== 'holder');
      if (!isKnown) throw this.fault(`<${frame.name}> cannot have the attribute ${clip(name)}`);
      if (value === '') {
        throw this.fault(`The attribute ${name} of <${frame.name}> is empty: write a value, or leave it out`);
      }
      if (name === 'value') frame.value = primitiveJson(frame.type, value);
      else frame[name as 'id' | 'url'] = value;
    }
  }

  private close(tag: SaxesTagNS): void {
    this.elementDepth--;
    if (this.narrative) {
      const div = this.narrative.close(tag, this.text, this.parser.position);
      if (div === undefined) return;
      this.narrative = undefined;
      this.frames.at(-1)!.members.get('div')!.values[0] = JSON.stringify(div);
      return;
    }
    const frame = this.frames.at(-1)!;
    const text = this.closedText(frame);
    this.frames.pop();
    const parent = this.frames.at(-1);
    if (!parent) this.json = text;
    else if (parent.kind === 'holder') parent.resource = text;
    else {
      const member = parent.members.get(frame.name)!;
      if (frame.kind === 'primitive') {
        member.values[member.values.length - 1] = frame.value;
        member.extras[member.extras.length - 1] = text;
      } else member.values[member.values.length - 1] = text;
    }
  }

  private closedText(frame: Frame): string | undefined {
    if (frame.kind === 'holder') {
      if (frame.resource === undefined) throw this.fault(`<${frame.name}> holds no resource`);
      return frame.resource;
    }
    const text = objectText(frame);
    if (text === undefined && frame.value === undefined) {
      throw this.fault(`<${frame.name}> is empty: give it a value or children, or leave it out`);
    }
    return text;
  }

  private stray(text: string): void {
    if (this.narrative) this.narrative.text(text);
    else if (text.trim() !== '') {
      throw this.fault(
        `There is text between the elements: "${clip(text.trim(), 40)}". Values are attributes`,
      );
    }
  }

  private checkNamespace(tag: SaxesTagNS, expected: string): void {
    if (tag.uri === expected) return;
    const found = tag.uri === '' ? 'no namespace' : `the namespace ${clip(tag.uri, 80)}`;
    throw this.fault(`<${clip(tag.name)}> is in ${found}, but belongs to ${expected}`);
  }

  private unknownElement(parent: Frame, name: string) {
    const advice = isAttribute(parent, name) ? `: ${name} is an attribute there` : '';
    return this.fault(`${parent.type} has no element <${clip(name)}>${advice}`);
  }

  private tooDeep() {
    return this.fault(`The XML is nested deeper than ${DEPTH_MAX} levels`);
  }

  private fault(what: string) {
    const { line, columnIndex } = this.parser;
    const column = columnIndex + 1;
    const expression = this.path();
    return fhirError('structure', `${what}, at line ${line}, column ${column}.`, {
      line,
      column,
      ...(expression !== '' && { expression }),
    });
  }

  /** `Bundle.entry[2].resource.name[0]`: a resource within another has no name of its own. */
  private path(): string {
    return this.frames
      .filter(({ kind }, i) => i === 0 || kind !== 'resource')
      .map(({ name, index }) => (index === undefined ? name : `${name}[${index}]`))
      .join('.');
  }
}

function clip(text: string, length = 60): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
