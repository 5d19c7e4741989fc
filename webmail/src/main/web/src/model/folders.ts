import type { Id, Mailbox, Role } from '../jmap/types.ts'

/** A mailbox in the tree, with how deep it lies. */
export interface Folder {
  mailbox: Mailbox
  depth: number
}

/** The order in which people look for them. */
const ROLES: readonly (Role | null)[] = ['inbox', 'snoozed', 'drafts', 'scheduled', 'sent', 'archive', 'junk', 'trash']

/** Mailboxes with a role, in the order of use, wherever they lie. */
export function special(mailboxes: Iterable<Mailbox>): Mailbox[] {
  return [...mailboxes].filter(it => ROLES.includes(it.role)).sort((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role))
}

/** The others as a tree, by name. */
export function folders(mailboxes: Iterable<Mailbox>, compare: (a: string, b: string) => number): Folder[] {
  const all = [...mailboxes]
  const children = new Map<Id | null, Mailbox[]>()
  const ids = new Set(all.map(it => it.id))
  for (const mailbox of all) {
    const parent = mailbox.parentId && ids.has(mailbox.parentId) ? mailbox.parentId : null
    children.set(parent, [...(children.get(parent) ?? []), mailbox])
  }
  const walk = (parent: Id | null, depth: number): Folder[] =>
    (children.get(parent) ?? [])
      .sort((a, b) => a.sortOrder - b.sortOrder || compare(a.name, b.name))
      .flatMap(mailbox => {
        const own = !ROLES.includes(mailbox.role)
        return [...(own ? [{ mailbox, depth }] : []), ...walk(mailbox.id, own ? depth + 1 : depth)]
      })
  return walk(null, 0)
}
