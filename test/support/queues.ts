/** Endpoints of `workers` that each work on one turn at a time, of which the capacity is known. Times in seconds. */
export interface QueueTerms {
  readonly workers: number;
  readonly serviceS: number;
  readonly thinkS: number;
}

/** P(response > t) in an M/M/c queue that is not overloaded: arrivals per second `rate`. (Erlang C; L. Kleinrock, Queueing Systems 1) */
export function openTail(t: number, rate: number, { workers: c, serviceS }: QueueTerms): number {
  const mu = 1 / serviceS;
  const load = rate / mu;
  if (load >= c) return 1;
  const wait = erlangC(load, c);
  const theta = c * mu - rate;
  // Service and wait are independent; the wait, where there is one, is exponential with rate theta.
  const both =
    Math.abs(theta - mu) < 1e-9 * mu
      ? mu * t * Math.exp(-mu * t)
      : (mu * (Math.exp(-theta * t) - Math.exp(-mu * t))) / (mu - theta);
  return Math.exp(-mu * t) + wait * both;
}

/** The share of arrivals that wait, at `load` erlangs. */
export function erlangC(load: number, c: number): number {
  let blocked = 1;
  for (let k = 1; k <= c; k += 1) blocked = (load * blocked) / (k + load * blocked);
  return blocked / (1 - (load / c) * (1 - blocked));
}

/**
 * P(response > t) for one of `users` who think (any distribution) and are served in exponential time: who arrives sees the
 * others as they are among users − 1. (Arrival theorem: S. Lavenberg, M. Reiser 1980; the machine repair model)
 */
export function closedTail(t: number, users: number, { workers: c, serviceS, thinkS }: QueueTerms): number {
  const seen = busyShares(users - 1, { workers: c, serviceS, thinkS });
  const mu = 1 / serviceS;
  return seen.reduce((sum, share, ahead) => sum + share * afterTail(t, mu, c, Math.max(0, ahead - c + 1)), 0);
}

/** How likely 0 … users of them are at the endpoint. */
function busyShares(users: number, { workers: c, serviceS, thinkS }: QueueTerms): number[] {
  const weights = [1];
  for (let n = 0; n < users; n += 1)
    weights.push((weights[n]! * (users - n) * serviceS) / (thinkS * Math.min(n + 1, c)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** P(own service + `ahead` departures of all workers > t): an Erlang of rate cμ and an exponential of rate μ. */
function afterTail(t: number, mu: number, c: number, ahead: number): number {
  if (ahead === 0) return Math.exp(-mu * t);
  // By numbers: the wait's density times what is left for the service; Simpson's rule.
  const rate = c * mu;
  const steps = 400;
  const width = t / steps;
  let sum = 0;
  for (let at = 0; at <= steps; at += 1) {
    const weight = at === 0 || at === steps ? 1 : at % 2 === 1 ? 4 : 2;
    sum += weight * erlangDensity(at * width, rate, ahead) * Math.exp(-mu * (t - at * width));
  }
  return (sum * width) / 3 + erlangTail(t, rate, ahead);
}

function erlangDensity(x: number, rate: number, k: number): number {
  if (x === 0) return k === 1 ? rate : 0;
  let log = Math.log(rate) - rate * x;
  for (let n = 1; n < k; n += 1) log += Math.log((rate * x) / n);
  return Math.exp(log);
}

function erlangTail(x: number, rate: number, k: number): number {
  let [term, sum] = [Math.exp(-rate * x), 0];
  for (let n = 0; n < k; n += 1) {
    sum += term;
    term *= (rate * x) / (n + 1);
  }
  return sum;
}

/** Where a share that grows with the load passes 5 %. */
export function loadAtP95(tailAt: (load: number) => number, most: number): number {
  let [low, high] = [0, most];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (tailAt(middle) < 0.05) low = middle;
    else high = middle;
  }
  return low;
}

/** Users of constant service and think times at whom a response takes `responseS`: R = N·S/c − Z. */
export function closedConstantUsers(responseS: number, { workers, serviceS, thinkS }: QueueTerms): number {
  return (workers * (responseS + thinkS)) / serviceS;
}
