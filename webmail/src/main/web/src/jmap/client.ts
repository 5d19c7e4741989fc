import { Offline, RequestRefused, SignedOut } from './problems.ts'
import { type Invocation, Request, Response } from './request.ts'
import type { Id, Session } from './types.ts'

export const CORE = 'urn:ietf:params:jmap:core'
export const MAIL = 'urn:ietf:params:jmap:mail'
export const BLOB = 'urn:ietf:params:jmap:blob'
export const MDN = 'urn:ietf:params:jmap:mdn'
export const SUBMISSION = 'urn:ietf:params:jmap:submission'
export const CONTACTS = 'urn:ietf:params:jmap:contacts'
export const SIEVE = 'urn:ietf:params:jmap:sieve'
export const PRINCIPALS = 'urn:ietf:params:jmap:principals'
export const SHARE = 'urn:ietf:params:jmap:mail:share'
/** Of this server alone: docs/jmap.md. */
export const SNOOZE = 'urn:x-godwit:params:jmap:snooze'
export const DELETED = 'urn:x-godwit:params:jmap:deleted'
export const LINKS = 'urn:x-godwit:params:jmap:links'
export const VACATION = 'urn:ietf:params:jmap:vacationresponse'

export type Fetch = (url: string, init?: RequestInit) => Promise<globalThis.Response>

/** Speaks to one JMAP server for one account. */
export class JmapClient {
  readonly session: Session
  readonly accountId: Id
  /** As the last answer told it. */
  sessionState: string
  /** Told of each answer: there is a connection. */
  heard: () => void = () => undefined
  private readonly fetch: Fetch

  /** One's own account, or another that the session names. */
  constructor(session: Session, fetch: Fetch, accountId?: Id) {
    this.session = session
    this.sessionState = session.state
    this.accountId = accountId ?? session.primaryAccounts[MAIL] ?? Object.keys(session.accounts)[0] ?? ''
    this.fetch = fetch
  }

  static async session(fetch: Fetch): Promise<Session> {
    const answer = await reach(() => fetch('/jmap/session', { headers: { accept: 'application/json' } }))
    return (await answer.json()) as Session
  }

  /** Whether the server offers something for the account. */
  can(capability: string): boolean {
    const account = this.session.accounts[this.accountId]
    return capability in this.session.capabilities && (account?.isPersonal !== false || capability === CORE || capability in account.accountCapabilities)
  }

  /** Sends a request; a refusal of the whole is thrown, those of single calls wait in the response. */
  async send(request: Request): Promise<Response> {
    const using = [CORE, MAIL, SUBMISSION, VACATION, CONTACTS, SIEVE, SNOOZE, DELETED, LINKS, BLOB, MDN, PRINCIPALS, SHARE].filter(it => this.can(it))
    const answer = await reach(() =>
      this.fetch(path(this.session.apiUrl), {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ using, methodCalls: request.calls }),
      }),
    )
    const { methodResponses, sessionState } = (await answer.json()) as { methodResponses: Invocation[]; sessionState?: string }
    if (sessionState) this.sessionState = sessionState
    this.heard()
    return new Response(methodResponses)
  }

  /** One call alone. */
  async call<A>(method: string, args: Record<string, unknown>): Promise<A> {
    const request = new Request()
    const call = request.call<A>(method, { accountId: this.accountId, ...args })
    return (await this.send(request)).of(call)
  }

  /** Where a blob can be downloaded (RFC 8620 §6.2). */
  downloadUrl(blobId: Id, name: string, type: string): string {
    return path(expand(this.session.downloadUrl, { accountId: this.accountId, blobId, name, type }))
  }

  get uploadUrl(): string {
    return path(expand(this.session.uploadUrl, { accountId: this.accountId }))
  }

  eventSourceUrl(types: string, ping: number): string {
    return path(expand(this.session.eventSourceUrl, { types, closeafter: 'no', ping: String(ping) }))
  }
}

async function reach(ask: () => Promise<globalThis.Response>): Promise<globalThis.Response> {
  let answer: globalThis.Response
  try {
    answer = await ask()
  } catch {
    throw new Offline()
  }
  if (answer.status === 401) throw new SignedOut()
  if (answer.status === 502 || answer.status === 503 || answer.status === 504) throw new Offline()
  if (!answer.ok) throw new RequestRefused(answer.status, await detail(answer))
  return answer
}

async function detail(answer: globalThis.Response): Promise<string> {
  try {
    const problem = (await answer.json()) as { detail?: string }
    return problem.detail ?? `status ${answer.status}`
  } catch {
    return `status ${answer.status}`
  }
}

/** The page's own host serves JMAP, by whatever name the page was reached: addresses are taken without theirs. */
function path(url: string): string {
  return url.replace(/^https?:\/\/[^/]*/, '')
}

function expand(template: string, values: Record<string, string>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? encodeURIComponent(values[name] ?? '') : whole))
}
