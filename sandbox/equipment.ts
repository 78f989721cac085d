import type { z } from 'zod';
import type { qualificationAnswer } from '../octane/qualifications.ts';
import type { TechnologyType } from './technologies.ts';

type Infrastructure = NonNullable<z.output<typeof qualificationAnswer>['response']['infrastructures']>[number];

/** The generation of an NTD. The first carries at most 1000 Mbps. */
export type Generation = 1 | 2;

/** inferred from another wholesaler: the types and versions of the NTDs. */
export function ntdView(
  technologyType: TechnologyType,
  generation: Generation,
): Pick<Infrastructure, 'ntdType' | 'ntdVersion' | 'ntdPowerType' | 'batteryPowerUnit' | 'ntdLocation'> {
  const first = { ntdType: 'INTERNAL', ntdVersion: 'V1' };
  const second =
    technologyType === 'HFC' ? { ntdType: 'NTD_2.5', ntdVersion: 'V2' } : { ntdType: '4_PORT', ntdVersion: 'V4' };
  return {
    ...(generation === 1 ? first : second),
    ntdPowerType: 'AC',
    batteryPowerUnit: 'No',
    ntdLocation: 'INDOOR',
  };
}
