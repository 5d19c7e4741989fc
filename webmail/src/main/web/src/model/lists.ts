import { type Signal, signal } from '@preact/signals-core'
import type { JmapClient } from '../jmap/client.ts'
import { MethodRefused } from '../jmap/problems.ts'
import { type Call, Request, type Response } from '../jmap/request.ts'
import type { EmailRow, Filter, GetAnswer, Id, QueryAnswer, QueryChangesAnswer, Snippet, Thread } from '../jmap/types.ts'
import { type Added, SparseList } from './sparse.ts'
import type { Store } from './store.ts'

export const PAGE = 50
const MOST_CHANGES = 1000 // of a list; after more it is read anew

export const ROW_PROPERTIES = [
  'id', 'threadId', 'mailboxIds', 'keywords', 'from', 'to', 'subject', 'receivedAt', 'preview', 'hasAttachment', 'size',
]

/** What makes a list: which messages, in which order. */
export interface ListQuery {
  filter: Filter
  /** Whether a conversation is one row. */
  collapse: boolean
  /** Whether words were searched for, which are shown where they lie. */
  words?: boolean
}

/** A list as it is kept on the device. */
export interface KeptList {
  query: ListQuery
  ids: readonly Id[]
  total: number
  queryState: string
}

type Take = (response: Response) => void

/** A list of messages that is read in pages and follows the server. */
export class MailList {
  readonly query: ListQuery
  /** Grows with each change of what the list shows. */
  readonly version: Signal<number> = signal(0)
  readonly loaded: Signal<boolean> = signal(false)
  private readonly ids = new SparseList()
  private readonly snippets = new Map<Id, Snippet>()
  private readonly client: JmapClient
  private readonly store: Store
  private queryState: string | undefined
  private asking: Promise<void> | undefined
  private wishes = 0

  constructor(client: JmapClient, store: Store, query: ListQuery) {
    this.client = client
    this.store = store
    this.query = query
  }

  get total(): number {
    return this.ids.total
  }

  at(position: number): Id | undefined {
    return this.ids.at(position)
  }

  positionOf(id: Id): number {
    return this.ids.positionOf(id)
  }

  known(): Id[] {
    return this.ids.known()
  }

  /** Sees to it that rows are here, one page after the other. Who scrolls on does not wait for what was passed. */
  async ensure(from: number, to: number): Promise<void> {
    const wish = ++this.wishes
    while (this.asking) await this.asking.catch(() => undefined) // whoever asked hears of it
    if (wish !== this.wishes) return
    const hole = this.loaded.peek() ? this.ids.hole(from, to, PAGE) : { from: 0, to: PAGE }
    if (!hole) return
    const request = new Request()
    const take = this.addPage(request, hole.from, hole.to - hole.from)
    this.asking = this.client.send(request).then(take).finally(() => (this.asking = undefined))
    await this.asking
  }

  /** Puts the calls for a page into a request. */
  addPage(request: Request, position: number, limit: number): Take {
    const first = this.queryState === undefined
    const query = request.call<QueryAnswer>('Email/query', {
      ...this.arguments(),
      position,
      limit,
      calculateTotal: true,
    })
    const rows = this.addRows(request, query)
    return response => {
      const answer = response.of(query)
      if (!first && answer.queryState !== this.queryState) this.forget()
      this.queryState ??= answer.queryState
      this.ids.put(answer.position, answer.ids)
      if (answer.total !== undefined) this.ids.total = answer.total
      rows(response)
      this.loaded.value = true
      this.touch()
    }
  }

  /** Puts the calls that bring the list up to date into a request. */
  addChanges(request: Request): Take {
    if (this.queryState === undefined) return this.addPage(request, 0, PAGE)
    const last = this.ids.prefix > 0 ? this.ids.at(this.ids.prefix - 1) : undefined
    const changes = request.call<QueryChangesAnswer>('Email/queryChanges', {
      ...this.arguments(),
      sinceQueryState: this.queryState,
      maxChanges: MOST_CHANGES,
      calculateTotal: true,
      ...(last ? { upToId: last } : {}),
    })
    const rows = this.addRows(request, changes, '/added/*/id')
    return response => {
      const answer = response.ofUnless(changes, refusal => refusal instanceof MethodRefused && refusal.cannotCalculate)
      if (!answer) {
        this.forget()
        void this.ensure(0, PAGE).catch(() => undefined) // the next look will ask again
        return
      }
      rows(response)
      this.queryState = answer.newQueryState
      this.ids.follow(answer.removed, answer.added, answer.total ?? this.ids.total)
      this.touch()
    }
  }

  private addRows(request: Request, source: Call<unknown>, path = '/ids'): Take {
    const rows = request.call<GetAnswer<EmailRow>>('Email/get', {
      accountId: this.client.accountId,
      '#ids': source.at(path),
      properties: ROW_PROPERTIES,
    })
    const snippets = this.query.words
      ? request.call<{ list: Snippet[] | null }>('SearchSnippet/get', {
          accountId: this.client.accountId, filter: this.query.filter, '#emailIds': source.at(path),
        })
      : undefined
    const conversations = this.query.collapse ? addConversations(request, this.client.accountId, rows) : undefined
    return response => {
      this.store.putEmails(response.of(rows).list)
      conversations?.(response, this.store)
      // they are an ornament: without them rows show how their messages begin
      const found = snippets && response.ofUnless(snippets, () => true)
      for (const snippet of found?.list ?? []) this.snippets.set(snippet.emailId, snippet)
    }
  }

  /** What can be kept of it: the rows that are known without a hole. */
  kept(): KeptList | undefined {
    if (this.queryState === undefined) return undefined
    return { query: this.query, ids: this.ids.known(0, this.ids.prefix), total: this.ids.total, queryState: this.queryState }
  }

  restore(kept: KeptList): void {
    this.ids.put(0, kept.ids)
    this.ids.total = kept.total
    this.queryState = kept.queryState
    this.loaded.value = true
    this.touch()
  }

  /** Where in a message the words lie. */
  snippet(id: Id): Snippet | undefined {
    return this.snippets.get(id)
  }

  private arguments(): Record<string, unknown> {
    return {
      accountId: this.client.accountId,
      filter: Object.keys(this.query.filter).length > 0 ? this.query.filter : null,
      sort: [{ property: 'receivedAt', isAscending: false }],
      collapseThreads: this.query.collapse,
    }
  }

  /** Takes rows out before the server has; they can be given back. */
  take(ids: ReadonlySet<Id>): Added[] {
    const taken = this.ids.take(ids)
    this.touch()
    return taken
  }

  giveBack(taken: readonly Added[]): void {
    this.ids.giveBack(taken)
    this.touch()
  }

  private forget(): void {
    this.ids.clear()
    this.queryState = undefined
    this.loaded.value = false
  }

  private touch(): void {
    this.version.value++
  }
}

/** Adds the other messages of the conversations that rows belong to. */
export function addConversations(
  request: Request, accountId: Id, rows: Call<GetAnswer<EmailRow>>,
): (response: Response, store: Store) => void {
  const threads = request.call<GetAnswer<Thread>>('Thread/get', { accountId, '#ids': rows.at('/list/*/threadId') })
  const members = request.call<GetAnswer<EmailRow>>('Email/get', {
    accountId,
    '#ids': threads.at('/list/*/emailIds'),
    properties: ROW_PROPERTIES,
  })
  return (response, store) => {
    // so many messages in these conversations that they are not told at once: the rows stand alone
    store.putEmails(response.ofUnless(members, refusal => refusal.type === 'requestTooLarge')?.list ?? [])
    store.putThreads(response.of(threads).list)
  }
}
