import { outsideWord } from '../contract/outside-text.ts';
import { plainWord } from '../contract/words.ts';
import { isFilled } from './envelope.ts';

/**
 * The one table of Octane's words, but for the statuses of an order, which have rows of their own (statuses.ts). By kind: what we call
 * it, and the words that mean it. All of them are inferred, except those marked. `NBN_CONFIG` adds to it:
 * `{"words": {"serviceStatuses": {"Live": "active"}}}`.
 */
export const WORDS = {
  /** `instance[].status` of a service. */
  serviceStatuses: {
    active: ['ACT', 'Active', 'In Service', 'Connected'],
    suspended: ['SUS', 'Suspended', 'Barred'],
    disconnected: ['DIS', 'Disconnected', 'TER', 'Terminated', 'Cancelled', 'Canceled', 'Ceased'],
    other: ['Pending', 'Provisioning', 'In Progress', 'New'],
  },
  /** `instance[].statusExtra` of a service: whether its speed is shaped. One that has none is not. */
  serviceStatusExtras: {
    shaped: ['Shaped'],
    unshaped: ['Unshaped', 'Not Shaped', 'None', 'Normal', 'N/A'],
  },
  /** `usageType` of a service. documented: NBN and the products of an order. */
  usageTypes: {
    NBN: ['NBN'],
    other: ['MOBILE', 'SIPTRUNK', 'RESI', 'UNITE_CALLING', 'UC_THIN', 'ADVANCED_PBX', 'VOIP', 'INBOUND', 'PSTN'],
  },
  /** `ntdPort[].status` in a qualification. documented: Used. */
  portStates: {
    used: ['Used', 'In Use', 'Active', 'Occupied', 'Port In Use'],
    free: ['Free', 'Unused', 'Not Used', 'Not In Use', 'Available', 'Vacant', 'Inactive', 'Port Not In Use'],
  },
  /** `serviceStatus` and `copperPairStatus` of a copper line in a qualification. */
  lineStates: {
    used: ['Line In Use', 'In Use', 'Used', 'Active'],
    free: ['Line Not In Use', 'Not In Use', 'Not Used', 'Free', 'Available', 'Inactive'],
  },
  /** `productResult` in a qualification. documented: Pass. */
  qualificationResults: {
    pass: ['Pass', 'Passed', 'OK', 'Success', 'Serviceable', 'Available', 'Qualified'],
    fail: ['Fail', 'Failed', 'Not Serviceable', 'Unserviceable', 'Not Available', 'Unavailable', 'Rejected'],
  },
  /** `status` of an enquiry. `failed`: it could not be done; what it found is its outcome. */
  enquiryStatuses: {
    inProgress: ['New', 'Requested', 'Submitted', 'Acknowledged', 'Queued', 'Pending', 'In Progress', 'Running'],
    completed: ['Completed', 'Complete', 'Closed', 'Finished', 'Done'],
    failed: ['Failed', 'Error', 'Aborted', 'Cancelled', 'Canceled', 'Rejected'],
  },
  /** `orderSubType` of an order. documented, all of them. */
  orderSubTypes: {
    New: ['New'],
    Transfer: ['Transfer'],
    Transition: ['Transition'],
    PlanChange: ['PlanChange'],
    Suspend: ['Suspend'],
    Unsuspend: ['Unsuspend'],
    Shape: ['Shape'],
    Unshape: ['Unshape'],
    Disconnect: ['Disconnect'],
    'Port Out': ['Port Out'],
    ChangeIP: ['ChangeIP'],
  },
  /** `productType` of an order. documented, all of them. */
  productTypes: {
    NBN: ['NBN'],
    MOBILE: ['MOBILE'],
    SIPTRUNK: ['SIPTRUNK'],
    RESI: ['RESI'],
    UNITE_CALLING: ['UNITE_CALLING'],
    UC_THIN: ['UC_THIN'],
    ADVANCED_PBX: ['ADVANCED_PBX'],
  },
  /** `slotType` of an appointment. */
  slotTypes: {
    AM: ['AM', 'Morning'],
    PM: ['PM', 'Afternoon'],
  },
} as const satisfies Record<string, Record<string, readonly string[]>>;

export type WordKind = keyof typeof WORDS;
export type OurWord<Kind extends WordKind> = keyof (typeof WORDS)[Kind] & string;

export const WORD_KINDS = Object.keys(WORDS) as WordKind[];

/** Our words of a kind. */
export function ourWords<Kind extends WordKind>(kind: Kind): OurWord<Kind>[] {
  return Object.keys(WORDS[kind]) as OurWord<Kind>[];
}

/** Octane's words that only the operator of this Octane knows, with what they mean. */
export type WordSettings = { readonly [Kind in WordKind]?: Readonly<Record<string, OurWord<Kind>>> | undefined };

/** What Octane's words mean, whatever their case, spaces and punctuation. */
export class Words {
  readonly #meanings = new Map<WordKind, Map<string, string>>();

  constructor(settings: WordSettings = {}) {
    for (const kind of WORD_KINDS) {
      const builtIn = Object.entries(WORDS[kind]).flatMap(([ours, theirs]: [string, readonly string[]]) =>
        theirs.map((word): [string, string] => [plainWord(word), ours]),
      );
      const own = Object.entries(settings[kind] ?? {}).map(([word, ours]): [string, string] => [plainWord(word), ours]);
      this.#meanings.set(kind, new Map([...builtIn, ...own]));
    }
  }

  /** Whether somebody has mapped the word. */
  knows(kind: WordKind, word: string): boolean {
    return this.#meanings.get(kind)?.has(plainWord(word)) ?? false;
  }

  /** undefined for a word that is not mapped, and for none. */
  meaning<Kind extends WordKind>(kind: Kind, word: string | undefined): OurWord<Kind> | undefined {
    return this.#meanings.get(kind)?.get(plainWord(word ?? '')) as OurWord<Kind> | undefined;
  }
}

/** What to tell a person of a field whose word is not mapped, or that is not there. */
export function notMapped(field: string, kind: WordKind, word: string | undefined): string {
  if (!isFilled(word)) return `no ${field}`;
  return `the ${field} "${outsideWord(String(word))}", a word that is not mapped: words.${kind} in NBN_CONFIG can say which of ${ourWords(kind).join(', ')} it means`;
}
