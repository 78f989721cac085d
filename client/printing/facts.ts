const NAME_WIDTH = 17;
/** After a longer name too. */
const GAP = '  ';

/** Lines of a name and a value; a fact without a value has no line. */
export function facts(rows: readonly (readonly [name: string, value: string | number | undefined])[]): string[] {
  return rows.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name.padEnd(NAME_WIDTH - GAP.length)}${GAP}${value}`],
  );
}

/** A line under the value of the fact before it. */
export function underValue(text: string): string {
  return `${''.padEnd(NAME_WIDTH)}${text}`;
}
