/** inferred: how nbn's access technologies differ, as far as orders are concerned. */
export interface Technology {
  description: string;
  /** The service class of a location where everything is in place. */
  readyClass: string;
  /** How services are connected: to the ports of an NTD, or to a copper line. */
  ports: readonly number[] | 'copper';
  /** The fastest plan, in Mbps. */
  maxDown: number;
}

const FOUR_PORTS = [1, 2, 3, 4];

export const TECHNOLOGIES = {
  FTTP: { description: 'Fibre', readyClass: '3', ports: FOUR_PORTS, maxDown: 2000 },
  FW: { description: 'Fixed Wireless', readyClass: '6', ports: FOUR_PORTS, maxDown: 250 },
  FTTN: { description: 'Fibre to the Node', readyClass: '13', ports: 'copper', maxDown: 100 },
  HFC: { description: 'Cable', readyClass: '24', ports: [1], maxDown: 2000 },
  FTTC: { description: 'Fibre to the Curb', readyClass: '34', ports: 'copper', maxDown: 100 },
} as const satisfies Record<string, Technology>;
export type TechnologyType = keyof typeof TECHNOLOGIES;

export interface ServiceClass {
  technologyType: TechnologyType;
  description: string;
  /** `jumpering`: a line is there, and a technician has to connect it. */
  readiness: 'notServiceable' | 'nothingBuilt' | 'jumpering' | 'ready';
}

const PLANNED = { description: 'Planned, not serviceable yet', readiness: 'notServiceable' } as const;
const READY = { description: 'Serviceable, equipment installed', readiness: 'ready' } as const;
const NOTHING = { description: 'Serviceable, no equipment installed', readiness: 'nothingBuilt' } as const;

/** inferred: nbn's service classes. */
export const SERVICE_CLASSES: Readonly<Record<string, ServiceClass>> = {
  0: { technologyType: 'FTTP', ...PLANNED },
  1: { technologyType: 'FTTP', ...NOTHING },
  2: { technologyType: 'FTTP', ...NOTHING, description: 'Serviceable, fibre at the premises, no NTD' },
  3: { technologyType: 'FTTP', ...READY },
  4: { technologyType: 'FW', ...PLANNED },
  5: { technologyType: 'FW', ...NOTHING },
  6: { technologyType: 'FW', ...READY },
  10: { technologyType: 'FTTN', ...PLANNED },
  11: { technologyType: 'FTTN', ...NOTHING, description: 'Serviceable, lead-in needed' },
  12: { technologyType: 'FTTN', description: 'Serviceable, jumpering needed', readiness: 'jumpering' },
  13: { technologyType: 'FTTN', ...READY, description: 'Serviceable, copper line in place' },
  20: { technologyType: 'HFC', ...PLANNED },
  21: { technologyType: 'HFC', ...NOTHING },
  24: { technologyType: 'HFC', ...READY },
  30: { technologyType: 'FTTC', ...PLANNED },
  34: { technologyType: 'FTTC', ...READY, description: 'Serviceable, copper line in place' },
};
