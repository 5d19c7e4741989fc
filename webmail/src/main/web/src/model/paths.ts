import type { Id, Mailbox } from '../jmap/types.ts'
import type { MailboxSet } from './mailboxSet.ts'
import type { Store } from './store.ts'

const INBOX = 'inbox'

/** Folders by the path that an archive names, made where there is none. */
export class Paths {
  private readonly store: Store
  private readonly mailboxSet: MailboxSet
  private readonly known = new Map<string, Promise<Id>>()

  constructor(store: Store, mailboxSet: MailboxSet) {
    this.store = store
    this.mailboxSet = mailboxSet
  }

  find(path: string): Promise<Id> {
    const known = this.known.get(path) ?? this.make(path)
    this.known.set(path, known)
    return known
  }

  private async make(path: string): Promise<Id> {
    const at = path.lastIndexOf('/')
    const parentId = at < 0 ? null : await this.find(path.slice(0, at))
    const name = path.slice(at + 1)
    const there = [...this.store.mailboxes.peek().values()].find(it => it.parentId === parentId && called(it, name))
    return there?.id ?? this.mailboxSet.create({ name, parentId })
  }
}

/** The inbox is called so in any case (RFC 9051 §5.1). */
const called = (mailbox: Mailbox, name: string): boolean =>
  mailbox.name === name || (mailbox.role === INBOX && name.toLowerCase() === INBOX)
