import { readFile } from 'node:fs/promises';
import {
  DEFAULT_TARGETS,
  durationOf,
  jeopardyTargetsSchema,
  TARGET_PHASES,
  targetOf,
} from '../../rules/calendar/targets.ts';

const HOUR = 3_600_000;

describe('the default targets', () => {
  test.each([
    ['3', '3 business days'],
    ['6', '3 business days'],
    ['9', '3 business days'],
    ['13', '3 business days'],
    ['24', '3 business days'],
    ['34', '3 business days'],
    [' 3 ', '3 business days'],
    ['1', '20 business days'],
    ['2', '20 business days'],
    ['12', '20 business days'],
    ['99', '20 business days'],
    [undefined, '20 business days'],
  ])('an activation at service class %s: %s', (serviceClass, target) => {
    expect(targetOf(DEFAULT_TARGETS, { flow: 'activate', phase: 'inProgress', serviceClass })).toBe(target);
  });

  test.each([
    ['planChange', '1 business day'],
    ['suspend', '1 business day'],
    ['disconnect', '3 business days'],
    ['diagnosticTest', '4 business hours'],
    ['somethingNew', '3 business days'],
  ])('%s: %s', (flow, target) => {
    expect(targetOf(DEFAULT_TARGETS, { flow, phase: 'inProgress', serviceClass: '1' })).toBe(target);
  });

  test('every phase has one for every flow', () => {
    expect(TARGET_PHASES.filter((phase) => targetOf(DEFAULT_TARGETS, { flow: 'any', phase }) === undefined)).toEqual(
      [],
    );
  });

  test('no row is unreachable', () => {
    for (const row of DEFAULT_TARGETS) {
      const order = { flow: row.flows?.[0] ?? 'any', phase: row.phase, serviceClass: row.serviceClasses?.[0] };
      expect(DEFAULT_TARGETS.find((candidate) => targetOf([candidate], order) !== undefined)).toBe(row);
    }
  });
});

test.each([
  ['1 business hour', HOUR],
  ['4 business hours', 4 * HOUR],
  ['1 business day', 8 * HOUR],
  ['10 business days', 80 * HOUR],
] as const)('%s', (target, duration) => {
  expect(durationOf(target)).toEqual({ duration, isBusinessTime: true });
});

test('2 minutes, for practice, are of any hour', () => {
  expect(durationOf('2 minutes')).toEqual({ duration: 120_000, isBusinessTime: false });
});

describe("NBN_CONFIG's targets", () => {
  test.each([
    [{ phase: 'pending', target: '1 business day' }, 'phase'],
    [{ phase: 'completed', target: '1 business day' }, 'phase'],
    [{ phase: 'held', target: '10 days' }, 'target'],
    [{ phase: 'held', target: '0 business days' }, 'target'],
    [{ phase: 'held', target: '1.5 business days' }, 'target'],
    [{ phase: 'held', target: '1000 business days' }, 'target'],
    [{ phase: 'held', target: 3 }, 'target'],
    [{ phase: 'held' }, 'target'],
    [{ phase: 'held', flows: ['plan-change'], target: 'none' }, 'flows.0'],
    [{ phase: 'held', flows: [], target: 'none' }, 'flows'],
    [{ phase: 'held', serviceClasses: [3], target: 'none' }, 'serviceClasses.0'],
    [{ phase: 'held', flow: 'activate', target: 'none' }, ''],
  ])('%j is wrong at "%s"', (row, path) => {
    const { error } = jeopardyTargetsSchema.safeParse([row]);
    expect(error?.issues.map((issue) => issue.path.slice(1).join('.'))).toEqual([path]);
  });
});

describe('docs/jeopardy.md', () => {
  let manual: string;
  beforeAll(async () => {
    manual = await readFile(new URL('../../docs/jeopardy.md', import.meta.url), 'utf8');
  });

  test('has the table of targets', () => {
    const [, section = ''] = manual.split('\n## Default targets\n');
    const lines = section.split('\n');
    const start = lines.findIndex((line) => line.startsWith('| ---'));
    const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
    const rows = lines.slice(start + 1, end).map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
    expect(rows).toEqual(
      DEFAULT_TARGETS.map(({ phase, flows, serviceClasses, target, source }) => [
        phase,
        flows?.join(', ') ?? 'any',
        serviceClasses?.join(', ') ?? 'any',
        target,
        source,
      ]),
    );
  });

  test('shows rows that a worker takes', () => {
    const [, example = ''] = /```json\n([\s\S]*?)```/.exec(manual) ?? [];
    const { targets } = JSON.parse(example) as { targets: unknown };
    expect(jeopardyTargetsSchema.parse(targets)).toEqual(targets);
  });
});
