/** What all baselines are started with. */
export interface BaselineOrder {
  groupNo: string;
  custNo: number;
  planNo: number;
  /** ISO 8601 */
  custReqDate: string;
}

export const BASELINE_QUEUES = { workflows: 'bench-baselines', octane: 'bench-octane' } as const;
