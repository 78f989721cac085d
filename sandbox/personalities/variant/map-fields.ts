/** A copy of the JSON with every value of every object changed, the inner ones first. A list's items are in what the list is in. */
export function mapFields(
  json: unknown,
  change: (value: unknown, field: string, parent: string) => unknown,
  parent = '',
): unknown {
  if (Array.isArray(json)) return json.map((item) => mapFields(item, change, parent));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).map(([field, value]) => [field, change(mapFields(value, change, field), field, parent)]),
  );
}

/** A copy of the JSON in which the fields have other names, wherever they are. */
export function renameFields(json: unknown, names: Readonly<Record<string, string>>): unknown {
  if (Array.isArray(json)) return json.map((item) => renameFields(item, names));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).map(([field, value]) => [names[field] ?? field, renameFields(value, names)]),
  );
}
