import { eventsTo, startReceiver } from '../../test/events/receiver.ts';
import type { Scenario } from '../scenario.ts';
import { withAndWithout, withEncryptionKeys } from '../with-and-without.ts';

/** Orders accepted, placed and polled once, per second: with events, which a receiver takes, and encryption, against without both. */
export const extras: Scenario = async (options) => {
  const receiver = await startReceiver();
  try {
    let opened = 0;
    const outcome = await withEncryptionKeys((encryptionKeys) =>
      withAndWithout(options, {
        having: 'events and encryption',
        options: { encryptionKeys, events: eventsTo(receiver) },
        what: 'orders per second',
        plot: { name: 'rate', title: 'Orders accepted, placed and polled once', y: 'orders per second' },
        measure: async ({ orders, open, settle }) => {
          const began = performance.now();
          await open();
          const rate = orders / ((performance.now() - began) / 1000);
          await settle();
          opened += orders;
          return rate;
        },
        judge: (ratio) => ({ target: { text: '≥ 0.9', met: ratio >= 0.9 } }),
      }),
    );
    const taken = receiver.taken();
    const told = new Set(taken.map(({ event }) => event.data.reference)).size;
    // The other half are those without events.
    const missing = opened / 2 - told;
    return {
      ...outcome,
      figures: [...outcome.figures, { what: 'webhooks that the receiver took', value: String(taken.length) }],
      wrong: [...outcome.wrong, ...(missing > 0 ? [`the receiver has not heard of ${missing} orders`] : [])],
    };
  } finally {
    await receiver.close();
  }
};
