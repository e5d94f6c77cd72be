/** Functions of order-status.yml. Each gets { vars, replies, session, row, random, log }. */
interface Context {
  readonly vars: Readonly<Record<string, unknown>>;
  readonly replies: readonly { readonly text: string }[];
  readonly random: () => number;
  readonly log: (...values: readonly unknown[]) => void;
}

/** Once before the load: fetch a token, create test data. What it returns are variables of all users. */
export async function createOrders({ random }: Context) {
  const orders = Array.from({ length: 20 }, () => Math.floor(random() * 1e6).toString(36));
  return { orders };
}

/** Once at the end of the run. */
export function deleteOrders({ vars, log }: Context): void {
  log('deleted', (vars.orders as readonly string[]).length, 'orders');
}

/** A step: variables of this conversation. */
export function pickOrder({ vars, random }: Context) {
  const orders = vars.orders as readonly string[];
  return { order: orders[Math.floor(random() * orders.length)] };
}

/** What the user says: a string, or { text, data }. */
export function askForOrder({ vars, random }: Context) {
  const greeting = random() < 0.5 ? 'Hi' : 'Good morning';
  return { text: `${greeting}, where is order ${vars.order}?`, data: { order: vars.order } };
}

/** A check: true or nothing passes; false, or a string that says what is wrong, fails. */
export function namesTheOrder({ vars, replies }: Context) {
  const named = replies.some(({ text }) => text.includes(String(vars.order)));
  return named || `no reply names order ${vars.order}`;
}
