import { STANDARD, type Personality } from './personality.ts';
import { VARIANT } from './variant/variant.ts';

export const PERSONALITY_NAMES = ['standard', 'variant'] as const;
export type PersonalityName = (typeof PERSONALITY_NAMES)[number];

export const PERSONALITIES: Readonly<Record<PersonalityName, Personality>> = { standard: STANDARD, variant: VARIANT };
