import { writeFileSync } from 'node:fs';
import { DASHBOARDS, grafanaJson } from './dashboards.ts';

// Writes the dashboards for Grafana (npm run dashboards).
for (const dashboard of DASHBOARDS) {
  writeFileSync(new URL(`${dashboard.name}.json`, import.meta.url), grafanaJson(dashboard));
}
