import { plannedRemediationOf } from '../../octane/order-detail.ts';
import { speedOf } from '../../octane/plans.ts';
import { ntdGenerationOf } from '../../octane/qualifications.ts';

test.each([
  ['Home Hyperfast 2000/100', { down: 2000, up: 100 }],
  ['Home Fast 50 / 20 Mbps', { down: 50, up: 20 }],
  ['100/20', { down: 100, up: 20 }],
  ['Home Fast', undefined],
  ['Plan 24/7 support', undefined],
  [undefined, undefined],
])('the speeds of the plan %s', (planName, speed) => {
  expect(speedOf({ planName })).toEqual(speed);
});

test.each([
  ['INTERNAL', 1],
  ['External V1', 1],
  ['SPECIAL V2', 1],
  ['4_PORT', 2],
  ['1_PORT V3', 2],
  ['NTD_2.5 V2', 2],
  ['constructor', undefined],
  [undefined, undefined],
])('the generation of an NTD of the type %s', (ntdType, generation) => {
  expect(ntdGenerationOf({ ntdType })).toBe(generation);
});

test.each([
  [[{ name: 'Planned remediation date', description: '2026-04-17' }], '2026-04-17'],
  [[{ description: 'remediation by 2026-04-17' }, { description: 'Remediation moved to 2026-04-24' }], '2026-04-24'],
  [[{ description: 'called on 2026-04-17' }], undefined],
  [[{ description: 'remediation soon' }], undefined],
  [undefined, undefined],
])('the planned remediation date in the notes %j', (orderNotes, date) => {
  expect(plannedRemediationOf({ orderNotes })).toBe(date);
});
