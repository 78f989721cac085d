/** Australia's states and territories, by the codes that addresses use. */
export const AUSTRALIAN_STATES = ['NSW', 'VIC', 'QLD', 'SA', 'WA', 'TAS', 'NT', 'ACT'] as const;
export type AustralianState = (typeof AUSTRALIAN_STATES)[number];

/** The name that a service qualification answers with, and the time zone of the state's capital, which nearly all of it keeps. */
const STATES: Record<AustralianState, { name: string; zone: string }> = {
  NSW: { name: 'New South Wales', zone: 'Australia/Sydney' },
  VIC: { name: 'Victoria', zone: 'Australia/Melbourne' },
  QLD: { name: 'Queensland', zone: 'Australia/Brisbane' },
  SA: { name: 'South Australia', zone: 'Australia/Adelaide' },
  WA: { name: 'Western Australia', zone: 'Australia/Perth' },
  TAS: { name: 'Tasmania', zone: 'Australia/Hobart' },
  NT: { name: 'Northern Territory', zone: 'Australia/Darwin' },
  ACT: { name: 'Australian Capital Territory', zone: 'Australia/Sydney' },
};

/** The state's IANA time zone. */
export function timeZoneOf(state: AustralianState): string {
  return STATES[state].zone;
}

/** The state that a text means, by code or by full name, whatever the case; undefined when it means none. */
export function australianState(text: string | undefined): AustralianState | undefined {
  const wanted = plain(text ?? '');
  return AUSTRALIAN_STATES.find((state) => plain(state) === wanted || plain(STATES[state].name) === wanted);
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z]/g, '');
}
