import { writeFileSync } from 'node:fs';
import { CADENCE_PLOT, cadencePlot } from './cadence-plot.ts';

// `npm run plot-cadence`
writeFileSync(CADENCE_PLOT, await cadencePlot());
