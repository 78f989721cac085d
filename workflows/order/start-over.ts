/** Thrown to run a flow from its checks again, with the fields of the input that a person corrected. */
export class StartOver extends Error {
  readonly corrections: Record<string, unknown>;

  constructor(corrections: Record<string, unknown>) {
    super('The flow starts over.');
    this.name = 'StartOver';
    this.corrections = corrections;
  }
}
