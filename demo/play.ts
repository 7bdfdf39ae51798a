// What a step of the demo is handed: where to speak to, whom to speak as, and how to show figures.

import type { Client } from 'fhir-kit-client';

export interface Figure {
  /** What the number means, in Chinese and in English. */
  zh: string;
  en: string;
  value: number | string;
  expected: number | string;
  /** The request that answered it: `GET Observation?…`. */
  request: string;
}

export interface Play {
  baseUrl: string;
  /** A FHIR client as a hospital uses it, with the trusted headers of this role when one is given. */
  clientOf(role?: string, organization?: string): Client;
  /** Runs the command line against this server; its progress goes to the terminal. */
  lianti(...words: string[]): Promise<{ code: number; output: string }>;
  /** Shows a figure with its request; a wrong one is marked and counted. */
  figure(figure: Figure): void;
  /** Shows lines that belong to no figure. */
  say(...lines: string[]): void;
}

export interface Step {
  zh: string;
  en: string;
  run(play: Play): Promise<void>;
}
