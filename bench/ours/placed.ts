/** As Octane, and we, call an order that it has taken and not begun. */
export const ORDER_STATUS = 'Acknowledged';
export const STATE = 'acknowledged';
