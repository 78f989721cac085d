/** Longer ones are cut in messages: the name comes from outside. */
const NAME_LIMIT = 50;
const MOST_TYPING_ERRORS = 2;

/** What to say of a field that is not known: what was probably meant, else what there is. */
export function unknownField(name: string, known: readonly string[]): string {
  const meant = nearestTo(name, known);
  return meant === undefined
    ? `is not known here; known: ${known.join(', ')}`
    : `is not known here; did you mean "${meant}"?`;
}

/** The known name that was probably meant: another case, or a typing error or two. */
export function nearestTo(name: string, known: readonly string[]): string | undefined {
  const typed = simplified(name);
  if (typed.length > NAME_LIMIT) return undefined;
  const [nearest] = known
    .map((candidate) => ({ candidate, errors: typingErrors(typed, simplified(candidate)) }))
    .filter(({ errors }) => errors <= MOST_TYPING_ERRORS && errors * 2 < typed.length)
    .sort((one, other) => one.errors - other.errors);
  return nearest?.candidate;
}

/** A name as a message can have it. */
export function inMessage(name: string): string {
  const printable = name.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
  return printable.length > NAME_LIMIT ? `${printable.slice(0, NAME_LIMIT)}…` : printable;
}

function simplified(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}

/** How many letters are missing, too many, wrong, or have changed places (optimal string alignment). */
function typingErrors(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? Infinity;
  for (let row = 1; row <= one.length; row++) {
    rows[row] = [row];
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1];
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      rows[row]?.push(
        Math.min(
          at(row - 1, column) + 1,
          at(row, column - 1) + 1,
          at(row - 1, column - 1) + (same ? 0 : 1),
          swapped ? at(row - 2, column - 2) + 1 : Infinity,
        ),
      );
    }
  }
  return at(one.length, other.length);
}
