import type { EmailRow, Id } from '../../main/web/src/jmap/types.ts'

type Args = Record<string, unknown>

/** A JMAP server for the tests of the model: one mailbox, whole lists, exact changes. */
export class FakeServer {
  emails: EmailRow[] = []
  requests = 0
  calls: [string, Args][] = []
  refuse: ((method: string) => string | undefined) | undefined
  private readonly history = new Map<string, Id[]>()
  private state = 0

  constructor(count: number) {
    for (let index = 0; index < count; index++) this.emails.push(this.row(`e${index}`))
    this.changed()
  }

  row(id: Id): EmailRow {
    return { id, threadId: `t${id}`, mailboxIds: { m1: true }, keywords: {}, from: [{ name: null, email: `${id}@example.org` }], to: null, subject: id, receivedAt: '2026-01-01T00:00:00Z', preview: '', hasAttachment: false, size: 1 }
  }

  changed(): void {
    this.history.set(String(++this.state), this.emails.map(it => it.id))
  }

  readonly fetch = async (_: string, init?: RequestInit): Promise<Response> => {
    this.requests++
    const { methodCalls } = JSON.parse(String(init?.body)) as { methodCalls: [string, Args, string][] }
    const answers: [string, Args, string][] = []
    for (const [method, args, id] of methodCalls) {
      const broken = Object.values(args).some(it => answers.some(([name, , of]) => name === 'error' && of === (it as { resultOf?: string } | null)?.resultOf))
      if (broken) {
        answers.push(['error', { type: 'invalidResultReference' }, id])
        continue
      }
      const resolved = this.resolve(args, answers)
      this.calls.push([method, resolved])
      const refusal = this.refuse?.(method)
      answers.push(refusal ? ['error', { type: refusal }, id] : [method, this.answer(method, resolved), id])
    }
    return new Response(JSON.stringify({ methodResponses: answers }), { status: 200 })
  }

  private resolve(args: Args, answers: [string, Args, string][]): Args {
    return Object.fromEntries(Object.entries(args).map(([name, value]) => {
      if (!name.startsWith('#')) return [name, value]
      const { resultOf, path } = value as { resultOf: string; path: string }
      const source = answers.find(it => it[2] === resultOf)?.[1]
      return [name.slice(1), path.split('/').slice(1).reduce<unknown>((at, part, index, parts) => {
        if (part === '*') return at
        return parts[index - 1] === '*' ? (at as Args[]).flatMap(it => it[part] as unknown) : (at as Args)?.[part]
      }, source) ?? []]
    }))
  }

  private answer(method: string, args: Args): Args {
    const ids = (args['ids'] as Id[] | undefined) ?? []
    switch (method) {
      case 'Mailbox/get': return { state: String(this.state), list: [], notFound: [] }
      case 'Email/get': return { state: String(this.state), list: this.emails.filter(it => ids.includes(it.id)), notFound: [] }
      case 'Thread/get': return { state: String(this.state), list: ids.map(id => ({ id, emailIds: [id.slice(1)] })), notFound: [] }
      case 'Email/query': {
        const position = Number(args['position'])
        return { queryState: String(this.state), position, ids: this.emails.slice(position, position + Number(args['limit'])).map(it => it.id), ...(args['calculateTotal'] ? { total: this.emails.length } : {}) }
      }
      case 'Email/queryChanges': {
        const before = this.history.get(String(args['sinceQueryState'])) ?? []
        const now = this.emails.map(it => it.id)
        return { newQueryState: String(this.state), removed: before.filter(id => !now.includes(id)), added: now.flatMap((id, index) => (before.includes(id) ? [] : [{ id, index }])), total: now.length }
      }
      default: return { oldState: '', newState: String(this.state), hasMoreChanges: false, created: [], updated: [], destroyed: [] }
    }
  }
}
