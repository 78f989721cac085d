import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { CONTRACT } from '../../contract/json-schemas.ts';
import { FLOWS } from '../../contract/names.ts';
import { schemaFile } from './schema-files.ts';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

/** The workflow types of the bundle: what its entry exports. */
const exported = [...read('workflows/index.ts').matchAll(/^export \{(.*?)\}/gm)].flatMap(([, names = '']) =>
  names.split(',').map((name) => name.trim()),
);

/** The workflow types that have a recorded history. */
const histories = new URL('test/histories/', ROOT);
const recorded = new Set(
  readdirSync(histories)
    .filter((file) => file.endsWith('.json') && !file.endsWith('.progress.json'))
    .flatMap(
      (file) => /"workflowType":\s*\{\s*"name":\s*"(\w+)"/.exec(readFileSync(new URL(file, histories), 'utf8'))?.[1],
    ),
);

/** The flows in the first column of the README's table. */
const inReadme = read('README.md')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name = '']) => name));

/** What a flow lacks, and how it is added. */
function lacks(flow: string): string[] {
  const noSchema = Object.keys(CONTRACT).filter((name) => name.startsWith(`${flow}.`) && !existsSync(schemaFile(name)));
  return [
    ...(exported.includes(flow)
      ? []
      : [`workflows/index.ts does not export it: write workflows/${flow}.ts, and export it there`]),
    ...noSchema.map((name) => `contract/schemas/${name}.json is missing: npm run schemas`),
    ...(recorded.has(flow)
      ? []
      : ['no history is recorded of it: add a scenario to test/histories/scenarios, then npm run record-histories']),
    ...(inReadme.includes(flow) ? [] : ['the table of flows in README.md has no row for it']),
  ];
}

test.each(FLOWS)('the flow %s has all that docs/adding-a-flow.md asks for', (flow) => {
  expect(lacks(flow)).toEqual([]);
});

test('control: a flow that has nothing lacks each of these', () => {
  expect(lacks('teleport')).toEqual([
    expect.stringContaining('workflows/index.ts'),
    expect.stringContaining('record-histories'),
    expect.stringContaining('README.md'),
  ]);
});
