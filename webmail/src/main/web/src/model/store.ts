import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals-core'
import type { Address, EmailHead, EmailRow, Id, Mailbox, Role, Thread } from '../jmap/types.ts'
import { applied, type Patch } from './patches.ts'

/** What is known of the account: mailboxes, messages, conversations. Each can be watched alone. */
export class Store {
  readonly mailboxes: Signal<ReadonlyMap<Id, Mailbox>> = signal(new Map())
  /** What is on its way to the server, put over what the server tells. */
  overlay: <T extends EmailHead>(head: T) => T = head => head
  private readonly emails = new Map<Id, Signal<EmailRow | undefined>>()
  private readonly threads = new Map<Id, Signal<readonly Id[] | undefined>>()

  /** Mailboxes by what they are for. */
  readonly roles: ReadonlySignal<ReadonlyMap<Role, Mailbox>> = computed(
    () => new Map([...this.mailboxes.value.values()].flatMap(it => (it.role ? [[it.role, it] as const] : []))),
  )

  email(id: Id): Signal<EmailRow | undefined> {
    return cell(this.emails, id)
  }

  thread(id: Id): Signal<readonly Id[] | undefined> {
    return cell(this.threads, id)
  }

  /** Messages of a conversation that are known, the oldest first. */
  conversation(threadId: Id): EmailRow[] {
    return (this.thread(threadId).value ?? []).flatMap(id => this.email(id).value ?? [])
  }

  /** People in the mail that is known here, the most frequent first; `part` is of a name or an address. */
  people(part: string): Address[] {
    const wanted = part.toLowerCase()
    const found = new Map<string, { address: Address; count: number }>()
    for (const email of this.emails.values()) {
      const row = email.peek()
      for (const address of [...(row?.from ?? []), ...(row?.to ?? [])]) {
        const key = address.email.toLowerCase()
        if (!key.includes(wanted) && !address.name?.toLowerCase().includes(wanted)) continue
        const here = found.get(key)
        if (here) here.count++
        else found.set(key, { address, count: 1 })
      }
    }
    return [...found.values()].sort((a, b) => b.count - a.count).map(it => it.address)
  }

  /** Messages that are known. */
  known(): Id[] {
    return [...this.emails].flatMap(([id, email]) => (email.peek() ? [id] : []))
  }

  /** Rows that are known, of some messages. */
  rows(ids: Iterable<Id>): EmailRow[] {
    return [...ids].flatMap(id => this.emails.get(id)?.peek() ?? [])
  }

  putMailboxes(list: readonly Mailbox[], destroyed: readonly Id[] = []): void {
    const next = new Map(this.mailboxes.peek())
    for (const mailbox of list) next.set(mailbox.id, { ...next.get(mailbox.id), ...mailbox })
    for (const id of destroyed) next.delete(id)
    this.mailboxes.value = next
  }

  /** Takes in whole rows, or the heads of rows that are here. */
  putEmails(list: readonly (EmailRow | EmailHead)[]): void {
    for (const email of list) {
      const here = this.email(email.id)
      const before = here.peek()
      if (before || 'subject' in email) here.value = this.overlay({ ...before, ...email } as EmailRow)
    }
  }

  putThreads(list: readonly Thread[]): void {
    for (const thread of list) {
      const here = this.thread(thread.id)
      if (here.peek()?.join() !== thread.emailIds.join()) here.value = thread.emailIds
    }
  }

  /** Forgets messages that are gone. */
  removeEmails(ids: readonly Id[]): void {
    for (const id of ids) {
      const threadId = this.email(id).peek()?.threadId
      this.email(id).value = undefined
      if (!threadId) continue
      const thread = this.thread(threadId)
      thread.value = thread.peek()?.filter(it => it !== id)
    }
  }

  /** Changes a message here, and how many are unread where it is. */
  patch(id: Id, patch: Patch): void {
    const here = this.email(id)
    const before = here.peek()
    if (!before) return
    const after = applied(before, patch)
    here.value = after
    this.count(before, -1, after, 1)
  }

  private count(before: EmailHead, minus: number, after: EmailHead, plus: number): void {
    const next = new Map(this.mailboxes.peek())
    const add = (head: EmailHead, by: number) => {
      for (const id of Object.keys(head.mailboxIds)) {
        const mailbox = next.get(id)
        if (!mailbox) continue
        const unread = isUnread(head) ? by : 0
        next.set(id, {
          ...mailbox,
          totalEmails: Math.max(0, mailbox.totalEmails + by),
          unreadEmails: Math.max(0, mailbox.unreadEmails + unread),
        })
      }
    }
    add(before, minus)
    add(after, plus)
    this.mailboxes.value = next
  }
}

export const isUnread = (head: EmailHead): boolean => !head.keywords['$seen'] && !head.keywords['$draft']
export const isStarred = (head: EmailHead): boolean => Boolean(head.keywords['$flagged'])

function cell<T>(cells: Map<Id, Signal<T | undefined>>, id: Id): Signal<T | undefined> {
  let found = cells.get(id)
  if (!found) {
    found = signal<T | undefined>(undefined)
    cells.set(id, found)
  }
  return found
}
