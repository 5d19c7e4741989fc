import type { JmapClient } from '../jmap/client.ts'
import { type MethodRefused } from '../jmap/problems.ts'
import { Request, type Response } from '../jmap/request.ts'
import type { ChangesAnswer, EmailHead, EmailRow, GetAnswer, Id, Mailbox, SetAnswer, SetProblem } from '../jmap/types.ts'
import { addConversations, type MailList, PAGE, ROW_PROPERTIES } from './lists.ts'
import type { Patch } from './patches.ts'
import type { Store } from './store.ts'

const HEAD_PROPERTIES = ['id', 'threadId', 'mailboxIds', 'keywords']
const MOST_CHANGES = 500
const cannot = (refusal: MethodRefused): boolean => refusal.cannotCalculate

/** Keeps what is known as the server has it, in one request each time. */
export class Sync {
  private readonly client: JmapClient
  private readonly store: Store
  private readonly openList: () => MailList | undefined
  private mailboxState: string | undefined
  private emailState: string | undefined
  private running: Promise<void> | undefined
  private again = false

  constructor(client: JmapClient, store: Store, openList: () => MailList | undefined) {
    this.client = client
    this.store = store
    this.openList = openList
  }

  /** The first request: mailboxes, and the first page of a list that is named by role. */
  async start(list: MailList | undefined): Promise<void> {
    const request = new Request()
    const mailboxes = this.mailboxState === undefined
      ? request.call<GetAnswer<Mailbox>>('Mailbox/get', { accountId: this.client.accountId })
      : undefined
    const state = request.call<GetAnswer<EmailHead>>('Email/get', { accountId: this.client.accountId, ids: [] })
    const take = list?.addPage(request, 0, PAGE)
    const response = await this.client.send(request)
    if (mailboxes) this.told(response.of(mailboxes))
    this.emailState = response.of(state).state
    take?.(response)
  }

  /** Mailboxes as they were at a state. */
  told(mailboxes: GetAnswer<Mailbox>): void {
    this.store.putMailboxes(mailboxes.list)
    this.mailboxState = mailboxes.state
  }

  /** Where it stands; nothing before the first answer. */
  get states(): { mailbox: string; email: string } | undefined {
    return this.mailboxState !== undefined && this.emailState !== undefined ? { mailbox: this.mailboxState, email: this.emailState } : undefined
  }

  resume(states: { mailbox: string; email: string }): void {
    this.mailboxState = states.mailbox
    this.emailState = states.email
  }

  /** Catches up. Several wishes at once are one request, and one more behind it. */
  async run(): Promise<void> {
    if (this.running) {
      this.again = true
      return this.running
    }
    this.running = this.loop().finally(() => (this.running = undefined))
    return this.running
  }

  private async loop(): Promise<void> {
    do {
      this.again = false
      const request = new Request()
      const take = this.addTo(request)
      take(await this.client.send(request))
    } while (this.again)
  }

  /** Catches up after `count` changes of our own: when these are very many, by a look at what is known here alone. */
  async renew(count: number): Promise<void> {
    if (count <= MOST_CHANGES) return this.run()
    let state: string | undefined
    const known = this.store.known()
    for (let from = 0; from === 0 || from < known.length; from += MOST_CHANGES) {
      const heads = await this.client.call<GetAnswer<EmailHead>>('Email/get', { ids: known.slice(from, from + MOST_CHANGES), properties: HEAD_PROPERTIES })
      state ??= heads.state
      this.store.putEmails(heads.list)
    }
    this.emailState = state
    await this.run()
  }

  /** Sends patches, and catches up in the same request. */
  async set(patches: ReadonlyMap<Id, Patch>): Promise<ReadonlyMap<Id, SetProblem>> {
    const request = new Request()
    const set = request.call<SetAnswer>('Email/set', {
      accountId: this.client.accountId,
      update: Object.fromEntries(patches),
    })
    const take = this.addTo(request)
    const response = await this.client.send(request)
    const answer = response.of(set)
    take(response)
    return new Map(Object.entries(answer.notUpdated ?? {}))
  }

  /** Deletes messages for good. */
  async destroy(ids: readonly Id[]): Promise<void> {
    const request = new Request()
    const set = request.call<SetAnswer>('Email/set', { accountId: this.client.accountId, destroy: ids })
    const take = this.addTo(request)
    const response = await this.client.send(request)
    response.of(set)
    take(response)
  }

  /** Puts the calls that catch up behind others. */
  addTo(request: Request): (response: Response) => void {
    const takes = [this.addMailboxes(request), this.addEmails(request), this.openList()?.addChanges(request)]
    return response => takes.forEach(take => take?.(response))
  }

  private addMailboxes(request: Request): (response: Response) => void {
    const accountId = this.client.accountId
    const changes = request.call<ChangesAnswer>('Mailbox/changes', { accountId, sinceState: this.mailboxState })
    const created = request.call<GetAnswer<Mailbox>>('Mailbox/get', { accountId, '#ids': changes.at('/created') })
    const updated = request.call<GetAnswer<Mailbox>>('Mailbox/get', { accountId, '#ids': changes.at('/updated') })
    return response => {
      const answer = response.ofUnless(changes, cannot)
      if (!answer) return void this.reloadMailboxes().catch(() => undefined) // the next look will ask again
      this.store.putMailboxes([...response.of(created).list, ...response.of(updated).list], answer.destroyed)
      this.mailboxState = answer.newState
      if (answer.hasMoreChanges) this.again = true
    }
  }

  private addEmails(request: Request): (response: Response) => void {
    const accountId = this.client.accountId
    const changes = request.call<ChangesAnswer>('Email/changes', { accountId, sinceState: this.emailState, maxChanges: MOST_CHANGES })
    const created = request.call<GetAnswer<EmailRow>>('Email/get', {
      accountId, '#ids': changes.at('/created'), properties: ROW_PROPERTIES,
    })
    const conversations = addConversations(request, accountId, created)
    const updated = request.call<GetAnswer<EmailHead>>('Email/get', {
      accountId, '#ids': changes.at('/updated'), properties: HEAD_PROPERTIES,
    })
    return response => {
      const answer = response.ofUnless(changes, cannot)
      if (!answer) return void this.reloadState().catch(() => undefined) // as above
      this.store.putEmails(response.of(created).list)
      conversations(response, this.store)
      this.store.putEmails(response.of(updated).list)
      this.store.removeEmails(answer.destroyed)
      this.emailState = answer.newState
      if (answer.hasMoreChanges) this.again = true
    }
  }

  private async reloadMailboxes(): Promise<void> {
    const answer = await this.client.call<GetAnswer<Mailbox>>('Mailbox/get', {})
    const here = new Set(answer.list.map(it => it.id))
    this.store.putMailboxes(answer.list, [...this.store.mailboxes.peek().keys()].filter(id => !here.has(id)))
    this.mailboxState = answer.state
  }

  private async reloadState(): Promise<void> {
    this.emailState = (await this.client.call<GetAnswer<EmailHead>>('Email/get', { ids: [] })).state
  }
}
