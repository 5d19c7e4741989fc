import type { EmailHead, Id, Role } from '../jmap/types.ts'
import type { Store } from './store.ts'

/** What people do to messages, as far as it needs a right. */
export type Deed = 'archive' | 'delete' | 'spam' | 'notSpam' | 'move' | 'read' | 'star'

const GOES_TO: Partial<Record<Deed, Role>> = { archive: 'archive', delete: 'trash', spam: 'junk', notSpam: 'inbox' }

/** What one may do (RFC 8621 §2, `myRights`): in one's own mail all, in that of others what they grant. */
export class Powers {
  readonly own: boolean
  private readonly store: Store

  constructor(store: Store, own: boolean) {
    this.store = store
    this.own = own
  }

  /** Whether it may be done with all of the messages; `here` is the mailbox that they leave, or all are. */
  may(deed: Deed, emails: readonly EmailHead[], here?: Id): boolean {
    if (this.own) return true
    if (deed === 'read' || deed === 'star') return this.everywhere(emails, deed === 'read' ? 'maySetSeen' : 'maySetKeywords')
    const roles = this.store.roles.value
    if (!this.everywhere(emails, 'mayRemoveItems', here)) return false
    if (deed === 'move' || (deed === 'delete' && here && here === roles.get('trash')?.id)) return true
    const target = roles.get(GOES_TO[deed] ?? 'archive')
    return target !== undefined && this.mayPut(target.id) && (!deed.toLowerCase().includes('spam') || this.right(target.id, 'maySetKeywords'))
  }

  /** Whether messages may be put into a mailbox. */
  mayPut(mailbox: Id): boolean {
    return this.right(mailbox, 'mayAddItems')
  }

  /** Whether folders may be made inside of a mailbox. */
  mayMakeIn(mailbox: Id): boolean {
    return this.right(mailbox, 'mayCreateChild')
  }

  mayTake(mailbox: Id): boolean {
    return this.right(mailbox, 'mayRemoveItems')
  }

  private everywhere(emails: readonly EmailHead[], right: string, here?: Id): boolean {
    return emails.every(({ mailboxIds }) => (here && mailboxIds[here] ? [here] : Object.keys(mailboxIds)).every(id => this.right(id, right)))
  }

  private right(mailbox: Id, name: string): boolean {
    return this.own || this.store.mailboxes.value.get(mailbox)?.myRights[name] === true
  }
}
