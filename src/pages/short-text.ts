// One line that tells what a resource is about: a name, a code with its value, a status.

import { isObject, type JsonObject } from '../fhir/json/tree.ts';

const LENGTH_MAX = 120;

export function shortText(resource: JsonObject): string {
  const { name, title, code, type, status, valueQuantity, description } = resource;
  const parts = [
    nameOf(name),
    typeof title === 'string' ? title : '',
    conceptOf(code) || conceptOf(type),
    quantityOf(valueQuantity),
    typeof status === 'string' ? status : '',
    typeof description === 'string' ? description : '',
  ];
  const text = parts.filter((part) => part !== '').join(', ');
  return text.length > LENGTH_MAX ? `${text.slice(0, LENGTH_MAX)}…` : text;
}

function nameOf(name: unknown): string {
  if (typeof name === 'string') return name;
  const [first] = Array.isArray(name) ? name : [];
  if (!isObject(first)) return '';
  if (typeof first.text === 'string') return first.text;
  const given = Array.isArray(first.given) ? first.given.filter((part) => typeof part === 'string') : [];
  return [first.family, ...given].filter((part) => typeof part === 'string').join('');
}

function conceptOf(value: unknown): string {
  const concept: unknown = Array.isArray(value) ? value[0] : value;
  if (!isObject(concept)) return typeof concept === 'string' ? concept : '';
  if (typeof concept.text === 'string') return concept.text;
  const [coding] = Array.isArray(concept.coding) ? concept.coding : [];
  if (!isObject(coding)) return '';
  return String(coding.display ?? coding.code ?? '');
}

function quantityOf(value: unknown): string {
  if (!isObject(value) || typeof value.value !== 'number') return '';
  return `${value.value} ${String(value.unit ?? value.code ?? '')}`.trim();
}
