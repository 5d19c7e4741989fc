import { effect } from '@preact/signals-core'
import type { Database } from '../cache/database.ts'
import type { EmailFull, Id } from '../jmap/types.ts'
import type { Draft } from './drafts.ts'
import type { Mail, Snapshot } from './mail.ts'
import type { Batch } from './outbox.ts'

const QUIET_MILLISECONDS = 1000
const BODIES_KEPT = 500
const NAME = 'now'

/**
 * Keeps on the device what was seen, so that the next start and a time without network show it,
 * and what was done without network, until it is sent.
 */
export class Keeper {
  private readonly mail: Mail
  private readonly database: Database
  private readonly tab: string
  private writing = false
  private orphans: readonly Draft[] = []

  constructor(mail: Mail, database: Database, tab: string) {
    this.mail = mail
    this.database = database
    this.tab = tab
  }

  /** Shows what is kept; false when there is nothing. */
  async restore(): Promise<boolean> {
    const kept = await this.database.get<Snapshot>('snapshot', NAME)
    if (!kept) return false
    this.mail.restore(kept)
    return true
  }

  /** Takes over changes of tabs that are gone; `alive` are those that are not. */
  async adopt(alive: ReadonlySet<string>): Promise<void> {
    for (const tab of await this.database.keys('outbox')) {
      if (tab === this.tab || alive.has(tab)) continue
      const batches = (await this.database.get<Batch[]>('outbox', tab)) ?? []
      this.mail.outbox.adopt(batches)
      await this.database.delete('outbox', tab)
    }
    const lost: Draft[] = []
    for (const key of await this.database.keys('draft')) {
      const [tab = ''] = key.split(' ')
      const draft = tab === this.tab || alive.has(tab) ? undefined : await this.database.get<Draft>('draft', key)
      if (!draft) continue
      lost.push(draft)
      await this.database.delete('draft', key)
    }
    this.orphans = lost
  }

  /** Puts what was being written in tabs that are gone among the drafts, in the place of what the server has of the same writing. */
  async rescue(): Promise<void> {
    for (const draft of this.orphans) {
      const { sent, drafts } = draft.messageId ? await this.mail.sending.traces(draft.messageId) : { sent: undefined, drafts: [] }
      if (sent) continue
      const [here = draft.id] = drafts
      await this.mail.sending.save(here ? { ...draft, id: here } : draft)
      this.mail.notices.say('compose.rescued', { subject: draft.subject })
    }
    this.orphans = []
  }

  /** From now on keeps what changes. */
  start(): void {
    let count = 0
    this.mail.keepDraft = () => {
      const key = `${this.tab} ${++count}`
      return draft => void (draft ? this.database.put('draft', key, draft) : this.database.delete('draft', key)).catch(() => undefined) // the server has it soon
    }
    effect(() => {
      void this.mail.list.value?.version.value
      void this.mail.store.mailboxes.value
      this.soon()
    })
    effect(() => {
      void this.mail.outbox.waiting.value
      void this.database.put('outbox', this.tab, this.mail.outbox.unsent()).catch(() => undefined) // it is sent all the same
    })
    this.mail.conversations.kept = {
      read: id => this.database.get<EmailFull>('body', id),
      write: email => void this.keepBody(email).catch(() => undefined), // a full disk keeps nobody from reading
    }
  }

  private soon(): void {
    if (this.writing) return
    this.writing = true
    this.mail.timer.after(QUIET_MILLISECONDS, () => {
      this.writing = false
      const now = this.mail.snapshot()
      if (now) void this.database.put('snapshot', NAME, now).catch(() => undefined) // as above
    })
  }

  private async keepBody(email: EmailFull): Promise<void> {
    await this.database.put('body', email.id, email)
    const keys: Id[] = await this.database.keys('body')
    for (const old of keys.slice(0, Math.max(0, keys.length - BODIES_KEPT))) await this.database.delete('body', old)
  }
}
