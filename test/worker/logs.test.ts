import { readFileSync } from 'node:fs';
import { HAPPENINGS } from '../../contract/happenings.ts';
import { tableUnder } from '../table-under.ts';

test('docs/logs.md has a row for each happening as the code has it, and no other', () => {
  const page = readFileSync(new URL('../../docs/logs.md', import.meta.url), 'utf8');
  expect(tableUnder(page, 'The table')).toEqual(
    Object.entries(HAPPENINGS).map(([name, { level, message, fields }]) => [name, level, message, fields.join(', ')]),
  );
});
