import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals-core'
import type { JmapClient } from '../jmap/client.ts'
import { Offline, SignedOut } from '../jmap/problems.ts'
import type { Address, EmailHead, EmailRow, Filter, Id, Identity, Mailbox, Role, Thread } from '../jmap/types.ts'
import { Actions, type Place } from './actions.ts'
import { same } from './addresses.ts'
import { Bulk } from './bulk.ts'
import { Contacts } from './contacts.ts'
import type { Draft } from './drafts.ts'
import { type KeptList, MailList } from './lists.ts'
import { MailboxSet } from './mailboxSet.ts'
import { Notices } from './notices.ts'
import { type Batch, Outbox, type Timer } from './outbox.ts'
import type { Patch } from './patches.ts'
import { Powers } from './powers.ts'
import type { Route } from './routes.ts'
import { parse, toFilter } from './search.ts'
import { Sending } from './sending.ts'
import { Sharing } from './sharing.ts'
import { Selection } from './selection.ts'
import { Snoozing } from './snoozing.ts'
import { Store } from './store.ts'
import { Sync } from './sync.ts'
import { Conversations } from './threads.ts'

const LISTS_KEPT = 6

/** What a page needs to show something before the server was asked. It was true as a whole once. */
export interface Snapshot {
  mailboxes: readonly Mailbox[]
  emails: readonly EmailRow[]
  threads: readonly Thread[]
  lists: readonly KeptList[]
  states: { mailbox: string; email: string }
  identities?: readonly Identity[]
}

/** The mail of one account: what is known of it, what is open, what can be done. */
export class Mail {
  readonly client: JmapClient
  readonly store = new Store()
  readonly notices: Notices
  readonly outbox: Outbox
  readonly actions: Actions
  readonly conversations: Conversations
  readonly selection = new Selection()
  readonly sync: Sync
  readonly sending: Sending
  readonly timer: Timer
  readonly bulk: Bulk
  readonly mailboxSet: MailboxSet
  readonly contacts: Contacts
  readonly snoozing: Snoozing
  readonly sharing: Sharing
  readonly list: Signal<MailList | undefined> = signal(undefined)
  readonly online: Signal<boolean> = signal(true)
  /** Whether the session ended while the page was open. */
  readonly signedOut: Signal<boolean> = signal(false)
  /** The mailbox that the list shows, if it shows one. */
  readonly mailbox: ReadonlySignal<Mailbox | undefined>
  private readonly shown: Signal<Id | undefined> = signal(undefined)
  private readonly lists = new Map<string, MailList>()
  /** Gives each message that is written a place on the device, where one may be had: a state to keep, or none. */
  keepDraft: (() => (draft: Draft | undefined) => void) | undefined

  constructor(client: JmapClient, timer: Timer) {
    this.client = client
    client.heard = () => (this.online.value = true)
    this.timer = timer
    this.bulk = new Bulk(client, timer)
    this.notices = new Notices(timer)
    this.sync = new Sync(client, this.store, () => this.list.peek())
    this.contacts = new Contacts(client)
    this.sharing = new Sharing(client)
    const own = client.session.accounts[client.accountId]?.isPersonal !== false
    this.mailboxSet = new MailboxSet(client, this.sync, own)
    this.sending = new Sending(client, this.store, this.sync)
    this.outbox = new Outbox(this.store, patches => this.sync.set(patches), timer, (_, id) =>
      this.notices.complain('problem.refused', { subject: this.store.email(id).peek()?.subject ?? '' }),
    )
    this.store.overlay = head => this.outbox.over(head)
    const powers = new Powers(this.store, own)
    this.actions = new Actions(this.store, this.outbox, this.notices, powers, ids =>
      this.watch(this.outbox.flush().then(() => this.sync.destroy(ids))),
    )
    this.snoozing = new Snoozing(client, this.store, this.sync, this.actions, this.notices)
    this.conversations = new Conversations(client, this.store)
    this.mailbox = computed(() => this.store.mailboxes.value.get(this.shown.value ?? ''))
  }

  get place(): Place {
    return { list: this.list.peek(), mailbox: this.shown.peek() }
  }

  /** Begins: with what was kept on the device, or by asking for all that the first screen needs. */
  async start(route: Route): Promise<void> {
    const { mailboxes } = this.client.session
    if (!this.sync.states && mailboxes) {
      this.sync.told(mailboxes) // so that the first request can name the mailbox that is shown
      await this.watch(this.sync.start(this.open(route)?.list))
      return
    }
    if (!this.sync.states) await this.watch(this.sync.start(undefined))
    this.show(route)
  }

  /** What is to be kept on the device: mailboxes, the lists that were open, and their rows. */
  snapshot(): Snapshot | undefined {
    const { states } = this.sync
    if (!states) return undefined
    const lists = [...this.lists.values()].flatMap(list => list.kept() ?? [])
    const rows = this.store.rows(new Set(lists.flatMap(list => list.ids)))
    const threads = [...new Set(rows.map(row => row.threadId))].flatMap(id => {
      const emailIds = this.store.thread(id).peek()
      return emailIds ? [{ id, emailIds: [...emailIds] }] : []
    })
    const emails = this.store.rows(new Set([...rows.map(row => row.id), ...threads.flatMap(it => it.emailIds)]))
    return { mailboxes: [...this.store.mailboxes.peek().values()], emails, threads, lists, states, identities: this.sending.known }
  }

  restore(kept: Snapshot): void {
    this.sync.resume(kept.states)
    this.sending.known = kept.identities ?? []
    this.store.putEmails(kept.emails)
    this.store.putThreads(kept.threads)
    for (const each of kept.lists) {
      const list = new MailList(this.client, this.store, each.query)
      list.restore(each)
      this.lists.set(JSON.stringify(each.query.filter), list)
    }
    this.store.putMailboxes(kept.mailboxes)
  }

  /** Takes over changes that a page which is gone did not send; kept lists are then as it had them. */
  adopt(batches: readonly Batch[]): void {
    this.outbox.adopt(batches)
    for (const list of this.lists.values()) {
      const where = (list.query.filter as { inMailbox?: Id }).inMailbox
      const left = list.known().filter(id => where && this.store.email(id).peek()?.mailboxIds[where] === undefined)
      if (left.length > 0) list.take(new Set(left))
    }
  }

  /** Opens the list that a route names; the same one stays as it is. */
  show(route: Route): void {
    const opened = this.open(route)
    if (opened) void this.watch(opened.known ? this.refresh() : this.load(opened.list))
  }

  private open(route: Route): { list: MailList; known: boolean } | undefined {
    if (route.at !== 'list' && route.at !== 'search') return undefined
    const mailbox = route.at === 'list' ? this.find(route.mailbox)?.id : undefined
    const filter = route.at === 'list' ? this.mailboxFilter(route, mailbox) : this.searchFilter(route.q)
    const key = JSON.stringify(filter)
    if (this.list.peek() && this.list.peek() === this.lists.get(key)) return undefined
    let list = this.lists.get(key)
    const known = list !== undefined
    list ??= new MailList(this.client, this.store, {
      filter, collapse: true, ...(route.at === 'search' ? { words: true } : {}),
    })
    this.lists.delete(key)
    this.lists.set(key, list)
    for (const old of [...this.lists.keys()].slice(0, -LISTS_KEPT)) this.lists.delete(old)
    this.shown.value = mailbox
    this.list.value = list
    this.selection.clear()
    this.selection.cursor.value = undefined
    return { list, known }
  }

  private async load(list: MailList): Promise<void> {
    await this.outbox.flush()
    await list.ensure(0, 1)
  }

  /** People to write to: those of the address book, then those of the mail that is known here. */
  people(part: string): Address[] {
    const all = [...this.contacts.suggest(part), ...this.store.people(part)]
    return all.filter((it, index) => all.findIndex(other => same(it, other)) === index)
  }

  /** Brings rows that come into sight. */
  reach(list: MailList, from: number, to: number): void {
    void this.watch(this.outbox.flush().then(() => list.ensure(from, to)))
  }

  /** Asks what is new; not while very much changes by us, which is looked at once it has. */
  async refresh(): Promise<void> {
    if (this.bulk.progress.peek()) return
    await this.watch(this.outbox.flush().then(() => this.sync.run()))
  }

  /** A mailbox by the word that stands in addresses: its role, or its id. */
  find(word: string): Mailbox | undefined {
    return this.store.roles.peek().get(word as Role) ?? this.store.mailboxes.peek().get(word)
  }

  /** The word for a mailbox in addresses. */
  word(mailbox: Mailbox): string {
    return mailbox.role ?? mailbox.id
  }

  private mailboxFilter(route: Extract<Route, { at: 'list' }>, mailbox: Id | undefined): Filter {
    const hidden = this.hidden()
    const where: Filter = mailbox
      ? { inMailbox: mailbox }
      : route.mailbox === 'starred'
        ? { hasKeyword: '$flagged', ...(hidden.length > 0 ? { inMailboxOtherThan: hidden } : {}) }
        : hidden.length > 0 ? { inMailboxOtherThan: hidden } : {}
    return { ...where, ...(route.unread ? { notKeyword: '$seen' } : {}), ...(route.starred ? { hasKeyword: '$flagged' } : {}) }
  }

  private searchFilter(q: string): Filter {
    return toFilter(parse(q), { now: new Date(), mailbox: name => this.byName(name), hidden: this.hidden() })
  }

  private hidden(): Id[] {
    return (['trash', 'junk'] as const).flatMap(role => this.store.roles.peek().get(role)?.id ?? [])
  }

  private byName(name: string): Id | undefined {
    const wanted = name.toLowerCase()
    const roles: Record<string, Role> = { spam: 'junk', deleted: 'trash', bin: 'trash' }
    return (
      this.store.roles.peek().get(roles[wanted] ?? (wanted as Role)) ??
      [...this.store.mailboxes.peek().values()].find(it => it.name.toLowerCase() === wanted)
    )?.id
  }

  /** Changes all of the open list, however long, with a way back. */
  async changeAll(said: string, patchOf: (head: EmailHead) => Patch | undefined): Promise<void> {
    const list = this.list.peek()
    if (!list) return
    this.selection.clear()
    const inverses = new Map<Id, Patch>()
    const after = () => this.sync.renew(inverses.size)
    await this.watch(this.outbox.flush().then(() => this.bulk.run(list.query.filter, patchOf, inverses)).finally(async () => {
      if (inverses.size > 0) {
        this.notices.say(said, { count: inverses.size }, () => void this.watch(this.bulk.undo(inverses).finally(after)))
      }
      await after()
    }))
  }

  /** Lets something run and turns what can always happen into what the page shows. */
  async watch(work: Promise<unknown>): Promise<void> {
    try {
      await work
    } catch (problem) {
      if (problem instanceof Offline) this.online.value = false
      else if (problem instanceof SignedOut) this.signedOut.value = true
      else {
        console.error(problem)
        this.notices.complain('problem.server', { detail: problem instanceof Error ? problem.message : '' })
      }
    }
  }
}
