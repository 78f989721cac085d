import { outsideWord } from '../contract/outside-text.ts';
import { orderStateOf } from '../octane/statuses.ts';
import { notMapped, Words, type WordKind } from '../octane/words.ts';
import type { Configuration } from '../worker/configuration.ts';
import { bad, type Finding } from './check.ts';

/** The fields that hold Octane's words, by their names and what they stand in, wherever that is in an answer. */
const FIELDS: readonly { parent?: string; field: string; kind: WordKind }[] = [
  { parent: 'instance', field: 'status', kind: 'serviceStatuses' },
  { parent: 'instance', field: 'statusExtra', kind: 'serviceStatusExtras' },
  { field: 'usageType', kind: 'usageTypes' },
  { parent: 'ntdPort', field: 'status', kind: 'portStates' },
  { parent: 'infrastructures', field: 'serviceStatus', kind: 'lineStates' },
  { parent: 'infrastructures', field: 'copperPairStatus', kind: 'lineStates' },
  { parent: 'product', field: 'productResult', kind: 'qualificationResults' },
  { field: 'orderSubType', kind: 'orderSubTypes' },
  { field: 'productType', kind: 'productTypes' },
  { field: 'slotType', kind: 'slotTypes' },
];

/** The words in an answer that are not mapped, each once. */
export function unmappedWords(json: unknown, { octane, statusRows }: Configuration): Finding[] {
  const words = new Words(octane.words);
  const unmapped = new Set<string>();
  for (const { parent, field, word } of fieldsIn(json)) {
    if (field === 'orderStatus' && orderStateOf({ orderStatus: word }, statusRows) === 'unknown')
      unmapped.add(
        `It says the orderStatus "${outsideWord(word)}", a word that is not mapped: add it to statuses in NBN_CONFIG.`,
      );
    const known = FIELDS.find((entry) => entry.field === field && [undefined, parent].includes(entry.parent));
    if (known && !words.knows(known.kind, word)) unmapped.add(`It says ${notMapped(field, known.kind, word)}.`);
  }
  return [...unmapped].map((sentence) => bad(sentence));
}

interface Field {
  /** The field that the object stands in, also as one of a list. */
  parent: string;
  field: string;
  word: string;
}

function fieldsIn(json: unknown, parent = ''): Field[] {
  if (Array.isArray(json)) return json.flatMap((item) => fieldsIn(item, parent));
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([field, value]: [string, unknown]) =>
    typeof value === 'string' && value !== '' ? [{ parent, field, word: value }] : fieldsIn(value, field),
  );
}
