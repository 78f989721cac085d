/**
 * Has the SDK record, with the first workflow task, how its cancellation scopes behave. It does so when that is first asked, and a replay
 * may ask earlier: what follows a local activity that outlasted its workflow task runs one task sooner then, and would find the older
 * behaviour. A timer that is cleared at once asks, and leaves no event.
 */
export function recordSdkFlags(): void {
  clearTimeout(setTimeout(() => undefined, 1));
}
