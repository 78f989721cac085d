import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ANSWERS } from '../../octane/answers.ts';
import { knownParameters, OPERATION_NAMES, OPERATIONS, type Operation } from '../../octane/operations.ts';
import { STATUS_ROWS } from '../../octane/statuses.ts';
import { WORDS } from '../../octane/words.ts';
import { readConfiguration } from '../../worker/configuration.ts';
import { tableUnder } from '../table-under.ts';

const SENT_TWICE: Record<Operation['effect'], string> = {
  reads: 'changes nothing',
  creates: 'creates a second one',
  sets: 'sets the same again',
  sends: 'sends a second e-mail',
};

let manual: string;
beforeAll(async () => {
  manual = await readFile(new URL('../../docs/octane.md', import.meta.url), 'utf8');
});

describe('docs/octane.md', () => {
  test('has the table of operations', () => {
    expect(tableUnder(manual, 'Operations')).toEqual(
      OPERATION_NAMES.map((name) => {
        const { method, path, label, source, effect }: Operation = OPERATIONS[name];
        return [name, method, path, label, source, SENT_TWICE[effect]];
      }),
    );
  });

  test('has the table of answers', () => {
    const withoutWhen = tableUnder(manual, 'Answers').map(([row, , ...verdict]) => [row, ...verdict]);
    expect(withoutWhen).toEqual(
      ANSWERS.map(({ name, failure, outcome, retryable }) => [
        name,
        failure ?? 'none',
        outcome,
        failure ? (retryable ? 'yes' : 'no') : '',
      ]),
    );
  });

  test('says of every answer when it counts', () => {
    expect(tableUnder(manual, 'Answers').filter(([, when]) => !when)).toEqual([]);
  });

  test('has the table of status words', () => {
    expect(tableUnder(manual, 'Status words')).toEqual(
      STATUS_ROWS.map(({ state, orderStatus = '', orderSubStatus = '', orderExternalStatus = '', awaits = '' }) => [
        state,
        orderStatus,
        orderSubStatus,
        orderExternalStatus,
        awaits,
      ]),
    );
  });

  test('has the other words', () => {
    expect(tableUnder(manual, 'Other words')).toEqual(
      Object.entries<Record<string, readonly string[]>>(WORDS).flatMap(([kind, meanings]) =>
        Object.entries(meanings).map(([meaning, words]) => [kind, meaning, words.join(', ')]),
      ),
    );
  });

  test('has what can be configured of each operation', () => {
    expect(tableUnder(manual, 'What an operation can be told')).toEqual(
      OPERATION_NAMES.map((name) => {
        const { query = {}, lists = false, id = '' }: Operation = OPERATIONS[name];
        return [name, knownParameters(name).join(', '), Object.keys(query).join(', '), lists ? 'items' : '', id];
      }),
    );
  });

  test('shows a file for NBN_CONFIG that a worker starts with', async () => {
    const [, example = ''] = /```json\n([\s\S]*?)```/.exec(manual) ?? [];
    const folder = await mkdtemp(join(tmpdir(), 'nbn-orders-'));
    const file = join(folder, 'config.json');
    await writeFile(file, example);
    const { octane, statusRows } = readConfiguration({
      OCTANE_BASE_URL: 'http://127.0.0.1:8480/tiab/api',
      OCTANE_USERNAME: 'dev',
      OCTANE_PASSWORD: 'dev',
      NBN_CONFIG: file,
    });
    await rm(folder, { recursive: true });
    expect(octane.operations).toHaveProperty('listPlans');
    expect(statusRows[0]).toEqual({ orderStatus: 'Parked', state: 'held' });
  });
});
