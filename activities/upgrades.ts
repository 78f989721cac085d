import { Context } from '@temporalio/activity';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.ts';

export interface UpgradeActivities {
  /** Whether the workflow with this id is the upgrade that this order has started, for its customer. */
  isOwnUpgrade: (upgrade: { workflowId: string; custNo: number }) => Promise<boolean>;
}

export const upgradeActivities: UpgradeActivities = {
  isOwnUpgrade: async ({ workflowId, custNo }) => {
    const { client, info } = Context.current();
    const { type, parentExecution, typedSearchAttributes } = await client.workflow.getHandle(workflowId).describe();
    return (
      type === 'planChange' &&
      parentExecution?.workflowId === info.workflowExecution?.workflowId &&
      typedSearchAttributes.get(SEARCH_ATTRIBUTES.custNo) === String(custNo)
    );
  },
};
