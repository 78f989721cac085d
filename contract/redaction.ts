/** Fields whose values are about a person; what Octane echoes of them must not reach an error or a log. */
const PERSONAL =
  /name|surname|company|legalEntity|abn|acn|dob|phone|mobile|email|contact|address|street|suburb|postcode|notes|password|username|destination/i;

/** Whether a field of this name says something about a person. */
export function isPersonalField(name: string): boolean {
  return PERSONAL.test(name);
}

const REDACTED = '[redacted]';

/**
 * Replaces in `text` what is known about a person, also word by word and in another case, and what has the form of an e-mail address, a
 * phone number, a street address, or a name after a title (`Mr`) or a label (`contact:`, `technician`).
 *
 * @param about - Data whose personal values are replaced, such as the request that the text answers.
 */
export function redact(text: string, about: unknown): string {
  return withoutValues(text, personalValues(about))
    .replace(/[^\s"'<>:,]+/g, (word) => (word.includes('@') ? REDACTED : word))
    .replace(PHONE, REDACTED)
    .replace(STREET, REDACTED)
    .replace(AFTER_TITLE, `$1 ${REDACTED}`)
    .replace(AFTER_LABEL, `$1${REDACTED}`)
    .replace(AFTER_ROLE, (all: string, role: string, space: string, name: string) =>
      ORDINARY.includes(name.split(' ', 1)[0]?.toLowerCase() ?? '') ? all : `${role}${space}${REDACTED}`,
    );
}

/** Australian numbers, with any of the usual separators between their digits. A day with the hour after it is none. */
const PHONE =
  /(?<![\p{L}\p{N}-])(?!\d\d[-./]\d\d[-./](?:19|20)\d\d(?!\d))\(?(?:(?:\+|00|0011)? ?61[\s().-]{0,3}0?[\s().-]{0,3}[2-478]|0[2-478])(?:[\s()./-]{0,2}\d){8}(?![\p{L}\p{N}-])/gu;

const CAPITALISED = "\\p{Lu}(?:\\.|[\\p{L}'’-]+)";
/** A name as it is written in a sentence: Jane Citizen, J. O’Brien-Smith, Jan van der Berg. */
const NAME = `${CAPITALISED}(?: (?:(?:van|von|der|den|de|di|da|la|le|bin|al) )*${CAPITALISED}){0,3}`;

const AFTER_TITLE = new RegExp(`(?<!\\p{L})((?:Mr|Mrs|Ms|Miss|Dr|MR|MRS|MS|MISS|DR|Mstr|Prof)\\.?) ${NAME}`, 'gu');

/** After a colon a name may be written anyhow. */
const AFTER_LABEL =
  /(?<!\p{L})((?:(?:customer|contact|first|last|given|full|family|technician|tech|end user)[ _]?)?(?:names?|surname|contact|caller|resident|tenant|occupant|owner|attn|attention)["']? ?[:=] ?["']?)[\p{L}'’.-]+(?: [\p{L}'’.-]+){0,2}/giu;

const AFTER_ROLE = new RegExp(
  `(?<!\\p{L})((?:[Cc]ustomer|[Tt]echnician|[Tt]ech|[Cc]ontact|[Cc]aller|[Rr]esident|[Tt]enant|[Oo]ccupant|[Oo]wner|[Ee]nd [Uu]ser)s?)( ?[:,=-]? )(${NAME})`,
  'gu',
);

/** Words with a capital letter that may stand behind a role, and begin no name. */
const ORDINARY = `
  absent action appointment arrived assigned cancelled completed contact contacted details equipment has information is missed modem
  nbn no not number premises refused request requested required response service to unavailable was`.split(/\s+/);

const STREET =
  /(?<![\p{L}\p{N}])(?:(?:[Uu]nit|[Ll]ot|[Ll]evel|[Ss]hop|[Ff]lat) \w{1,5},? )?\d{1,5}[A-Za-z]?(?: ?[-/] ?\d{1,5}[A-Za-z]?)? (?:\p{Lu}[\p{L}'’-]* ){1,3}(?:St|Street|Rd|Road|Ave|Av|Avenue|Dr|Drive|Ct|Court|Pl|Place|Ln|Lane|Cr|Cres|Crescent|Pde|Parade|Tce|Terrace|Hwy|Highway|Way|Grove|Gr|Cl|Close|Blvd|Boulevard|Cct|Circuit)(?!\p{L})/gu;

function withoutValues(text: string, values: string[]): string {
  const forms = values.flatMap((value) => [
    value,
    JSON.stringify(value).slice(1, -1),
    ...value.split(/[^\p{L}\p{N}]+/u),
  ]);
  const alternatives = forms
    .filter((form) => form.length > 1)
    .toSorted((a, b) => b.length - a.length)
    .map((form) => form.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  if (alternatives.length === 0) return text;
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])(${alternatives.join('|')})(?![\\p{L}\\p{N}])`, 'giu'), REDACTED);
}

function personalValues(value: unknown, personal = false): string[] {
  if (typeof value === 'string') return personal ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, field]) => personalValues(field, personal || isPersonalField(key)));
}
