import type { Scenario } from '../scenario.ts';
import { withAndWithout, withEncryptionKeys } from '../with-and-without.ts';

/** CPU of the worker for an order that is accepted, placed and polled once: with encryption against without. */
export const encryption: Scenario = (options) =>
  withEncryptionKeys((encryptionKeys) =>
    withAndWithout(options, {
      having: 'encryption',
      options: { encryptionKeys },
      what: 'CPU of the worker for an order, ms',
      plot: { name: 'cpu', title: 'CPU of the worker for an order', y: 'milliseconds' },
      measure: async ({ worker, orders, open, settle }) => {
        const before = worker.usage().cpu;
        await open();
        await settle();
        return ((worker.usage().cpu - before) / orders) * 1_000;
      },
      judge: (ratio) => ({ target: { text: '≤ 1.10', met: ratio <= 1.1 }, floor: { text: '1.5', met: ratio <= 1.5 } }),
    }),
  );
