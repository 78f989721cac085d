import { firstDifference } from '../../replay/difference.ts';

test('the first difference is told with its place and both values', () => {
  const recorded = { state: 'completed', timeline: [{ text: 'Started' }, { text: 'Done' }] };
  const today = { state: 'completed', timeline: [{ text: 'Started' }, { text: 'Finished' }] };
  expect(firstDifference(recorded, today)).toBe('timeline.1.text was "Done" and is "Finished"');
  expect(firstDifference({ note: 'a' }, {})).toBe('note was "a" and is missing');
  expect(firstDifference([1], [1, 2])).toBe('1 was missing and is 2');
  expect(firstDifference(null, {})).toBe('it was null and is {}');
  expect(firstDifference(recorded, structuredClone(recorded))).toBeUndefined();
});

test('instants may be a moment apart, but no more', () => {
  expect(firstDifference('2026-03-02T09:00:00.400Z', '2026-03-02T09:00:00.030Z')).toBeUndefined();
  expect(firstDifference('2026-03-02T09:00:00.000Z', '2026-03-02T09:00:01.000Z')).toBeDefined();
});
