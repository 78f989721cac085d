// The workflow types that the worker serves: the entry of the workflow bundle.
export { activate } from './activate.ts';
export { disconnect } from './disconnect.ts';
export { planChange } from './plan-change.ts';
