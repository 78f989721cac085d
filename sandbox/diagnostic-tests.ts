import type { TechnologyType } from './technologies.ts';

/** What a test measures. inferred from another wholesaler: a flat list of values. */
export interface Check {
  metrics: Record<string, string | number | boolean>;
  /** The values that differ when there is a fault. */
  faultMetrics: Record<string, string | number | boolean>;
}

export interface DiagnosticTest extends Check {
  testType: string;
  description: string;
  technologyTypes: readonly TechnologyType[];
}

/** inferred: `Line State` is another wholesaler's test; the others follow what nbn can test. */
export const DIAGNOSTIC_TESTS: readonly DiagnosticTest[] = [
  {
    testType: 'Line State',
    description: 'State of the DSL line',
    technologyTypes: ['FTTN'],
    metrics: {
      operational_status: 'Up',
      dsl_mode: 'VDSL2 17a',
      actual_rate_downstream: 104.6,
      actual_rate_upstream: 41.2,
      noise_margin_downstream: 9.4,
      noise_margin_upstream: 8.1,
      attenuation_downstream: 12.5,
      electrical_length: 3.2,
    },
    faultMetrics: { operational_status: 'Down', actual_rate_downstream: 0, actual_rate_upstream: 0 },
  },
  {
    testType: 'DSL Reset',
    description: 'Restarts the DSL port',
    technologyTypes: ['FTTN'],
    metrics: { port_reset: true, resynchronised: true, seconds_to_synchronise: 74 },
    faultMetrics: { resynchronised: false },
  },
  {
    testType: 'DPU Port Status',
    description: 'State of the port at the curb',
    technologyTypes: ['FTTC'],
    metrics: { dpu_status: 'Up', ncd_powered: true, actual_rate_downstream: 112.3, actual_rate_upstream: 43.9 },
    faultMetrics: { dpu_status: 'No Reverse Power', ncd_powered: false },
  },
  {
    testType: 'NTD Status',
    description: 'State of the NTD and its ports',
    technologyTypes: ['FTTP', 'HFC', 'FW'],
    metrics: { ntd_operational_status: 'Up', uni_port_link: true, uni_port_speed: 1000, ntd_uptime_hours: 412 },
    faultMetrics: { ntd_operational_status: 'Down', uni_port_link: false, uni_port_speed: 0 },
  },
  {
    testType: 'Loopback',
    description: 'Sends frames to the NTD and back',
    technologyTypes: ['FTTP', 'HFC', 'FW'],
    metrics: { frames_sent: 10, frames_received: 10, round_trip_ms: 4.2 },
    faultMetrics: { frames_received: 0, round_trip_ms: 0 },
  },
  {
    testType: 'Optical Power',
    description: 'Light levels at the NTD',
    technologyTypes: ['FTTP'],
    metrics: { receive_power_dbm: -17.3, transmit_power_dbm: 2.1, within_limits: true },
    faultMetrics: { receive_power_dbm: -31.8, within_limits: false },
  },
];

export const HEALTH_CHECK: Check = {
  metrics: { connection_status: 'Up', authenticated: true, dropouts_24h: 0, outage_in_area: false },
  faultMetrics: { connection_status: 'Down', authenticated: false, dropouts_24h: 7 },
};

export function testsFor(technologyType: TechnologyType): DiagnosticTest[] {
  return DIAGNOSTIC_TESTS.filter(({ technologyTypes }) => technologyTypes.includes(technologyType));
}
