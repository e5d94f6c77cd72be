/** What a metric, or an expression that begins with one, counts or times, in the plural: `connections`. */
export function countedBy(metric: string): 'conversations' | 'connections' | 'turns' {
  if (metric.startsWith('conversation')) return 'conversations';
  return /^(connect|ready|disconnects)/.test(metric) ? 'connections' : 'turns';
}
