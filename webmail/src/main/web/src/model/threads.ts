import { type Signal, signal } from '@preact/signals-core'
import type { JmapClient } from '../jmap/client.ts'
import { Request } from '../jmap/request.ts'
import type { EmailFull, GetAnswer, Id, Thread } from '../jmap/types.ts'
import { ROW_PROPERTIES } from './lists.ts'
import { RECEIPT_TO } from './receipts.ts'
import type { Store } from './store.ts'

const BODY_PROPERTIES = ['partId', 'blobId', 'size', 'name', 'type', 'charset', 'disposition', 'cid']
export const FULL_PROPERTIES = [
  ...ROW_PROPERTIES, 'blobId', 'cc', 'bcc', 'replyTo', 'sender', 'sentAt', 'messageId', 'inReplyTo', 'references',
  'textBody', 'htmlBody', 'attachments', 'bodyValues', 'headers',
  'header:List-Unsubscribe:asURLs', 'header:List-Unsubscribe-Post:asText', RECEIPT_TO,
]
export const FULL = {
  properties: FULL_PROPERTIES,
  bodyProperties: BODY_PROPERTIES,
  fetchTextBodyValues: true,
  maxBodyValueBytes: 256 * 1024,
}

const KEPT = 60

/** Conversations that were opened lately, and those that are likely next. */
export class Conversations {
  private readonly client: JmapClient
  private readonly store: Store
  private readonly bodies = new Map<Id, Signal<EmailFull | undefined>>()
  /** What is kept on the device, where it may keep something. */
  kept: { read(id: Id): Promise<EmailFull | undefined>; write(email: EmailFull): void } | undefined
  private readonly asked = new Map<Id, Promise<void>>()

  constructor(client: JmapClient, store: Store) {
    this.client = client
    this.store = store
  }

  /** A message with its text; nothing until it is here. */
  body(id: Id): Signal<EmailFull | undefined> {
    let found = this.bodies.get(id)
    if (!found) {
      found = signal<EmailFull | undefined>(undefined)
      this.bodies.set(id, found)
    }
    return found
  }

  /** Brings a conversation; asks for it again only when it has grown. */
  async open(threadId: Id): Promise<void> {
    const ids = this.store.thread(threadId).peek()
    if (ids && ids.length > 0 && ids.every(id => this.body(id).peek())) return
    const running = this.asked.get(threadId)
    if (running) return running.catch(() => this.open(threadId)) // more may be known by then
    const ask = this.loadKept(ids ?? [])
      .then(all => (all ? undefined : this.load(threadId)))
      .finally(() => this.asked.delete(threadId))
    this.asked.set(threadId, ask)
    return ask
  }

  /** Whether all of them were kept on the device: texts of messages never change. */
  private async loadKept(ids: readonly Id[]): Promise<boolean> {
    if (!this.kept || ids.length === 0) return false
    const found = await Promise.all(ids.map(id => this.body(id).peek() ?? this.kept?.read(id)))
    for (const email of found) if (email) this.body(email.id).value = email
    return found.every(it => it !== undefined)
  }

  private async load(threadId: Id): Promise<void> {
    const request = new Request()
    const accountId = this.client.accountId
    const thread = request.call<GetAnswer<Thread>>('Thread/get', { accountId, ids: [threadId] })
    const emails = request.call<GetAnswer<EmailFull>>('Email/get', {
      accountId, '#ids': thread.at('/list/*/emailIds'), ...FULL,
    })
    const response = await this.client.send(request)
    this.take(response.of(emails).list)
    this.store.putThreads(response.of(thread).list)
  }

  /** One message by itself, as for a print or a draft. */
  async email(id: Id): Promise<EmailFull | undefined> {
    const here = this.body(id).peek()
    if (here) return here
    const answer = await this.client.call<GetAnswer<EmailFull>>('Email/get', { ids: [id], ...FULL })
    this.take(answer.list)
    return answer.list[0]
  }

  /** The same with its HTML, which is only fetched to be written on. */
  async withHtml(id: Id): Promise<EmailFull | undefined> {
    const answer = await this.client.call<GetAnswer<EmailFull>>('Email/get', { ids: [id], ...FULL, fetchAllBodyValues: true, maxBodyValueBytes: 1024 * 1024 })
    return answer.list[0]
  }

  private take(list: readonly EmailFull[]): void {
    this.store.putEmails(list.filter(it => !this.store.email(it.id).peek()))
    for (const email of list) {
      this.body(email.id).value = email
      this.kept?.write(email)
    }
    for (const id of [...this.bodies.keys()].slice(0, Math.max(0, this.bodies.size - KEPT))) {
      if (!list.some(it => it.id === id)) this.bodies.delete(id)
    }
  }
}
