import { sameWord } from '../../contract/words.ts';
import { ntdGenerationOf } from '../../octane/qualifications.ts';
import { isNbn, isShaped, serviceStatusOf } from '../../octane/services.ts';
import { enquiryStateOf, orderStateOf, STATUS_ROWS } from '../../octane/statuses.ts';

test.each([
  ['PlanChange', 'Plan Change'],
  ['PlanChange', 'plan_change'],
  ['PlanChange', ' PLAN-CHANGE. '],
  ['On Hold', 'On\u00a0Hold'],
])('%s and "%s" are one word', (word, other) => {
  expect(sameWord(word, other)).toBe(true);
});

test.each([
  ['PlanChange', 'Plan Changed'],
  ['Suspend', 'Unsuspend'],
  ['Held', undefined],
  [undefined, undefined],
])('%s and %s are two words', (word, other) => {
  expect(sameWord(word, other)).toBe(false);
});

test('every word of Octane is compared in the same way', () => {
  expect(orderStateOf({ orderStatus: 'on-hold' }, STATUS_ROWS)).toBe('held');
  expect(enquiryStateOf('IN_PROGRESS')).toBe('inProgress');
  expect(serviceStatusOf({ instance: [{ status: ' active ' }] })).toBe('active');
  expect(isShaped({ instance: [{ statusExtra: 'SHAPED.' }] })).toBe(true);
  expect(isNbn({ usageType: 'nbn ' })).toBe(true);
  expect(ntdGenerationOf({ ntdType: '4-Port V2' })).toBe(2);
});

test('a mobile service with an nbn block in which there is nothing is none of nbn', () => {
  expect(isNbn({ usageType: 'MOBILE', nbnService: { technologyType: undefined } })).toBe(false);
});
