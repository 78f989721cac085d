import { readFileSync } from 'node:fs';
import { PROBLEMS } from '../../api/problems.ts';
import { RIGHTS, ROLES } from '../../api/roles.ts';
import { OPENAPI_FILE } from './openapi-file.ts';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const api = read('docs/api.md');
const roles = read('docs/roles.md');

/** The cells of each row that begins with code. */
function rows(page: string): string[][] {
  const lines = page.split('\n').filter((line) => line.startsWith('| `'));
  return lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}

describe('docs/api.md', () => {
  test('has a row for each problem, with its status', () => {
    const documented = rows(api).filter(([, status]) => /^\d{3}$/.test(status ?? ''));
    expect(documented.map(([type, status]) => [type, Number(status)])).toEqual(
      Object.entries(PROBLEMS).map(([type, { status }]) => [type, status]),
    );
  });

  test('has a row for each variable of the API', () => {
    const variables = [...read('api/configuration.ts').matchAll(/^ {2}(NBN_[A-Z_]+):/gm)].map(([, name]) => name);
    expect(variables).toContain('NBN_API_ADDRESS');
    expect(rows(api).flatMap(([name]) => (name?.startsWith('NBN_') ? [name] : []))).toEqual(variables);
  });

  test('has each request', () => {
    const { paths } = JSON.parse(readFileSync(OPENAPI_FILE, 'utf8')) as { paths: Record<string, object> };
    const requests = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const documented = rows(api).flatMap(([request]) => (request ?? '').split(', '));
    expect(requests.filter((request) => !documented.includes(request))).toEqual([]);
  });
});

test('docs/roles.md has the table of rights', () => {
  const documented = rows(roles).filter((cells) => cells.length === ROLES.length + 1);
  expect(documented).toEqual(
    Object.entries(RIGHTS).map(([right, allowed]) => [
      right,
      ...ROLES.map((role) => ((allowed as readonly string[]).includes(role) ? 'yes' : '')),
    ]),
  );
});
