/**
 * Replaces members of an object. V8 allocates a function literal that is assigned to a property (`object.member = () => …`) in
 * the old generation. There it would keep the object, and everything that this refers to, alive until the next collection of
 * the old generation, so that each closed connection would be promoted.
 */
export function replaceMembers<Members extends object>(object: Members, members: Partial<Members>): void {
  Object.assign(object, members);
}
