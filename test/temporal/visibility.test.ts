import { QUERIES, quoted } from '../../temporal/visibility.ts';

test.each([
  ['held', "'held'"],
  ["O'Brien", "'O\\'Brien'"],
  ["x' OR WorkflowType = 'activate", "'x\\' OR WorkflowType = \\'activate'"],
  // A backslash at the end would take the closing quote with it.
  ["x\\' OR 1=1 --", "'x\\\\\\' OR 1=1 --'"],
  ['ends with \\', "'ends with \\\\'"],
])('%s stays one value of a query', (value, query) => {
  expect(quoted(value)).toBe(query);
});

test('a control character is refused', () => {
  expect(() => quoted('a\nb')).toThrow('must not have control characters: "a\\nb"');
});

test('what comes from outside is quoted in every query', () => {
  expect(QUERIES.ordersWith("5' OR '1' = '1")).toBe("NbnOrderId = '5\\' OR \\'1\\' = \\'1'");
});
