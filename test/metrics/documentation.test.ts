import { readFileSync } from 'node:fs';
import { METRICS } from '../../worker/metric-table.ts';
import { tableUnder } from '../table-under.ts';

test('docs/metrics.md has a row for each of the metrics as the code has it, and no other', () => {
  const page = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');
  expect(tableUnder(page, 'The table')).toEqual(
    Object.values(METRICS).map(({ name, type, labels, unit, meaning }) => [
      name,
      type,
      labels.join(', ') || '–',
      unit,
      meaning,
    ]),
  );
});
