/** Of a place or a line of nbn's: with the digits it says where somebody lives. */
const NBN_ID = /\b(LOC|NTD|CPI|AVC|OVC|PRI)\d{6,15}\b/g;

/** Values that stand for real ones: of the same form, and the same one each time, so that a conversation still fits together. */
export class StandIns {
  readonly #numbers = new Map<string, number>();

  /** For a personal value. */
  for(value: string): string {
    if (value === '') return value;
    const number = this.#numberOf(value.trim().toLowerCase());
    if (value.includes('@')) return `person${number}@example.com`;
    if (/^\d{4}-\d{2}-\d{2}/.test(value)) return `1970-01-01${value.slice(10).replace(/\d/g, '0')}`;
    if (/^[\d\s()+.-]+$/.test(value)) return withDigits(value, number);
    return `Sample ${number}`;
  }

  /** The text with the ids of places and lines replaced. */
  forIdsIn(text: string): string {
    return text.replace(
      NBN_ID,
      (id, kind: string) => kind + withDigits(id.slice(kind.length), this.#numberOf(id.slice(3))),
    );
  }

  /** From 1. */
  #numberOf(value: string): number {
    const number = this.#numbers.get(value) ?? this.#numbers.size + 1;
    this.#numbers.set(value, number);
    return number;
  }
}

/** The number in as many digits as the value has; what is between them stays. */
function withDigits(value: string, number: number): string {
  const count = value.replace(/\D/g, '').length;
  const digits = String(number).padStart(count, '0').slice(-count);
  let next = 0;
  return value.replace(/\d/g, () => digits.charAt(next++));
}
