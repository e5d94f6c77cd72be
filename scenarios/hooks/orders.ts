/** Functions of order-status.yml. */
import type { FunctionContext, RunFunctionContext } from 'palaver';

/** Once before the load: fetch a token, create test data. What it returns are variables of all users. */
export async function createOrders({ random }: RunFunctionContext) {
  const orders = Array.from({ length: 20 }, () => Math.floor(random() * 1e6).toString(36));
  return { orders };
}

/** Once at the end of the run. */
export function deleteOrders({ vars, log }: RunFunctionContext): void {
  log('deleted', (vars.orders as readonly string[]).length, 'orders');
}

/** A step: variables of this conversation. */
export function pickOrder({ vars, random }: FunctionContext) {
  const orders = vars.orders as readonly string[];
  return { order: orders[Math.floor(random() * orders.length)] };
}

/** What the user says: a string, or { text, data }. */
export function askForOrder({ vars, random }: FunctionContext) {
  const greeting = random() < 0.5 ? 'Hi' : 'Good morning';
  return { text: `${greeting}, where is order ${vars.order}?`, data: { order: vars.order } };
}

/** A check: true or nothing passes; false, or a string that says what is wrong, fails. */
export function namesTheOrder({ vars, replies }: FunctionContext) {
  const named = replies.some(({ text }) => text.includes(String(vars.order)));
  return named || `no reply names order ${vars.order}`;
}
