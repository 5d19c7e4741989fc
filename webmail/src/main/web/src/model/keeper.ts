import { effect } from '@preact/signals-core'
import type { Database } from '../cache/database.ts'
import type { Tabs } from '../cache/tabs.ts'
import { Offline } from '../jmap/problems.ts'
import type { EmailFull, Id } from '../jmap/types.ts'
import type { Draft } from './drafts.ts'
import type { Mail, Snapshot } from './mail.ts'
import type { Batch } from './outbox.ts'

const QUIET_MILLISECONDS = 1000
const SETTLE_MILLISECONDS = 3000 // what a closed tab was sending arrives, and a reloaded one takes its own
const AGAIN_MILLISECONDS = 5000
const LAST_BREATH_MILLISECONDS = 1000
const BODIES_KEPT = 500
const NAME = 'now'

/**
 * Keeps on the device what was seen, so that the next start and a time without network show it,
 * and what was done without network, until it is sent.
 */
export class Keeper {
  private readonly mail: Mail
  private readonly database: Database
  private readonly tabs: Tabs
  private writing = false
  private drafts = 0
  /** Under which keys lies what was being written in tabs that are gone. */
  private readonly orphans: string[] = []
  private others: readonly string[] = []
  private rescuing: Promise<void> | undefined

  constructor(mail: Mail, database: Database, tabs: Tabs) {
    this.mail = mail
    this.database = database
    this.tabs = tabs
  }

  /** Shows what is kept; false when there is nothing. */
  async restore(): Promise<boolean> {
    this.mail.keepDraft = () => {
      const key = this.draftKey()
      return draft => void (draft ? this.database.put('draft', key, draft) : this.database.delete('draft', key)).catch(() => undefined) // the server has it soon
    }
    this.mail.conversations.kept = {
      read: id => this.database.get<EmailFull>('body', id),
      write: email => void this.keepBody(email).catch(() => undefined), // a full disk keeps nobody from reading
    }
    const kept = await this.database.get<Snapshot>('snapshot', NAME)
    if (!kept) return false
    this.mail.restore(kept)
    return true
  }

  /** Takes over what tabs that are gone have left; `before` is what this tab was until it was loaded anew, which may not have ended yet. */
  async adopt(before: string | undefined): Promise<void> {
    const keys = [...(await this.database.keys('outbox')), ...(await this.database.keys('draft'))]
    this.others = [...new Set(keys.map(tabOf))].filter(it => it !== this.tabs.own)
    for (const tab of this.others) await this.takeOver(tab, tab === before ? LAST_BREATH_MILLISECONDS : 0)
  }

  /** Each thing lies under this tab's name before it is gone under the other's. */
  private takeOver(tab: string, milliseconds = 0): Promise<void> {
    return this.tabs.inPlaceOf(tab, async () => {
      this.mail.adopt((await this.database.get<Batch[]>('outbox', tab)) ?? [])
      await this.keepUnsent()
      await this.database.delete('outbox', tab)
      for (const key of (await this.database.keys('draft')).filter(it => tabOf(it) === tab)) {
        const mine = this.draftKey()
        await this.database.put('draft', mine, await this.database.get('draft', key))
        await this.database.delete('draft', key)
        this.orphans.push(mine)
      }
    }, milliseconds)
  }

  /** Puts what was being written in tabs that are gone among the drafts, in the place of what the server has of the same writing. */
  rescue(): Promise<void> {
    this.rescuing ??= this.rescueAll().finally(() => (this.rescuing = undefined))
    return this.rescuing
  }

  private async rescueAll(): Promise<void> {
    try {
      for (let key = this.orphans[0]; key; key = this.orphans[0]) {
        const draft = await this.database.get<Draft>('draft', key)
        if (draft) await this.put(draft)
        await this.database.delete('draft', key)
        this.orphans.shift()
      }
    } catch (problem) {
      if (problem instanceof Offline) this.mail.timer.after(AGAIN_MILLISECONDS, () => void this.mail.watch(this.rescue()))
      throw problem
    }
  }

  private async put(draft: Draft): Promise<void> {
    const { sent, drafts } = draft.messageId ? await this.mail.sending.traces(draft.messageId) : { sent: undefined, drafts: [] }
    if (sent) return
    const [here = draft.id] = drafts
    await this.mail.sending.save(here ? { ...draft, id: here } : draft)
    this.mail.notices.say('compose.rescued', { subject: draft.subject })
  }

  /** From now on keeps what changes, and what other tabs leave when they end. */
  start(): void {
    effect(() => {
      void this.mail.list.value?.version.value
      void this.mail.store.mailboxes.value
      this.soon()
    })
    effect(() => {
      void this.mail.outbox.version.value
      void this.keepUnsent().catch(() => undefined) // it is sent all the same
    })
    void this.tabs.watch(this.others, tab => this.mail.timer.after(SETTLE_MILLISECONDS, () => void this.mail.watch(this.takeOver(tab).then(() => this.rescue()))))
  }

  private draftKey(): string {
    return `${this.tabs.own} ${++this.drafts}`
  }

  private keepUnsent(): Promise<void> {
    return this.database.put('outbox', this.tabs.own, this.mail.outbox.unsent())
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

const tabOf = (key: string): string => key.split(' ')[0] ?? ''
