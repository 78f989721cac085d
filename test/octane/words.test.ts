import { sameWord } from '../../contract/words.ts';
import { ntdGenerationOf } from '../../octane/qualifications.ts';
import { isNbn, isShaped, serviceStatusOf } from '../../octane/service-words.ts';
import { Words } from '../../octane/words.ts';
import { orderStateOf, STATUS_ROWS } from '../../octane/statuses.ts';

const WORDS = new Words();

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
  expect(WORDS.meaning('enquiryStatuses', 'IN_PROGRESS')).toBe('inProgress');
  expect(serviceStatusOf({ instance: [{ status: ' active ' }] }, WORDS)).toBe('active');
  expect(isShaped({ instance: [{ statusExtra: 'SHAPED.' }] }, WORDS)).toBe(true);
  expect(isNbn({ usageType: 'nbn ' }, WORDS)).toBe(true);
  expect(ntdGenerationOf({ ntdType: '4-Port V2' })).toBe(2);
});

test('a mobile service with an nbn block in which there is nothing is none of nbn', () => {
  expect(isNbn({ usageType: 'MOBILE', nbnService: { technologyType: undefined } }, WORDS)).toBe(false);
});
