import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { mersenne } from 'pure-rand/generator/mersenne';
import type { z } from 'zod';
import type { OperationName } from '../../octane/operations.ts';
import { faultScenario, type FaultScenario, type FaultRule } from './scenario.ts';

export interface CallToHit {
  /** Milliseconds since the epoch, of the sandbox's time. */
  at: number;
  operation: OperationName;
  custNo?: number | undefined;
  /** Where the call's path names an order. */
  orderId?: string | undefined;
}

/** One call that a fault has hit. */
export interface Hit extends CallToHit {
  fault: FaultRule['fault'];
  when?: 'before' | 'after';
  /** The position of its rule, from 0. */
  rule: number;
}

/** A rule and its state between calls. */
interface ArmedRule {
  rule: FaultRule;
  /** Whether the rule hits, by its probability; drawn once for each call that the rule is for. */
  draw: () => boolean;
  hits: number;
  /** Milliseconds since the epoch, of the sandbox's time. */
  firstHitAt?: number;
}

/** Gives each rule a random stream of its own, also under neighbouring seeds. */
const SEED_STRIDE = 0x9e3779b1;

/** What goes wrong with the calls of any customer; docs/sandbox.md lists it. */
export class Faults {
  #scenario: FaultScenario = faultScenario.parse({});
  #armed: ArmedRule[] = [];
  #log: Hit[] = [];

  /**
   * Replaces the scenario, and begins a new log.
   *
   * @throws ZodError that names every wrong field.
   */
  set(scenario: z.input<typeof faultScenario>): void {
    this.#scenario = faultScenario.parse(scenario);
    this.#log = [];
    this.#armed = this.#scenario.rules.map((rule, index) => {
      const generator = mersenne(this.#scenario.seed + index * SEED_STRIDE);
      return { rule, draw: () => uniformFloat64(generator) < rule.probability, hits: 0 };
    });
  }

  /** Removes all faults. The log stays until the next {@link Faults.set}. */
  clear(): void {
    this.#scenario = faultScenario.parse({});
    this.#armed = [];
  }

  get scenario(): FaultScenario {
    return this.#scenario;
  }

  /** Every call that was hit since the last {@link Faults.set}. */
  get log(): readonly Hit[] {
    return this.#log;
  }

  /** Whether listOrders shows an order that was placed at `placedAt`; milliseconds since the epoch. */
  listsOrder(placedAt: number, now: number): boolean {
    return now >= placedAt + this.#scenario.orderListDelay * 1000;
  }

  /** The fault that hits this call, if one does. Call it once for each call. */
  hit(call: CallToHit): FaultRule | undefined {
    // Every rule that is for the call draws, so that what one rule hits does not depend on the others.
    const chances = this.#armed.filter(({ rule, draw }) => isFor(rule, call) && draw());
    const chosen = chances.find((armed) => !isOver(armed, call.at));
    if (!chosen) return undefined;
    chosen.hits += 1;
    chosen.firstHitAt ??= call.at;
    const { rule } = chosen;
    this.#log.push({
      ...call,
      fault: rule.fault,
      ...('when' in rule && { when: rule.when }),
      rule: this.#armed.indexOf(chosen),
    });
    return rule;
  }
}

function isFor({ operations, custNo, orderId }: FaultRule, call: CallToHit): boolean {
  return (
    (operations?.includes(call.operation) ?? true) &&
    (custNo === undefined || custNo === call.custNo) &&
    (orderId === undefined || orderId === call.orderId)
  );
}

function isOver(
  { rule: { calls = Infinity, durationSeconds = Infinity }, hits, firstHitAt }: ArmedRule,
  at: number,
): boolean {
  return hits >= calls || (firstHitAt !== undefined && at >= firstHitAt + durationSeconds * 1000);
}
