/**
 * Gives an object other members than those of its class. V8 puts a function that is written as the value of an assignment
 * (`object.member = () => …`) into the old generation. From there it keeps the object, and all that this leads to, alive after its
 * end until the old generation is collected, so that each connection would be moved there.
 */
export function replaceMembers<Members extends object>(object: Members, members: Partial<Members>): void {
  Object.assign(object, members);
}
