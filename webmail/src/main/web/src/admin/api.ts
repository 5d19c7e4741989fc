/** Why an operation was not done, in the server's words. */
export class Refused extends Error {
  readonly status: number

  constructor(status: number, detail: string) {
    super(detail)
    this.status = status
  }
}

type Values = Record<string, unknown>
export type Row = Record<string, unknown>

/** The operations of the server; see /admin/api/openapi.json. */
export class Api {
  /** Asks for something that changes nothing. */
  read<A>(operation: string, values: Record<string, string> = {}): Promise<A> {
    const query = new URLSearchParams(values).toString()
    const address = path(operation) + (query ? `?${query}` : '')
    return this.ask<A>(address, {}).catch((problem: unknown) => {
      if (problem instanceof Refused) throw problem
      return this.ask<A>(address, {}) // the connection was closed while nobody used it; reading twice does no harm
    })
  }

  change<A = Row>(operation: string, values: Values): Promise<A> {
    return this.ask(path(operation), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(values) })
  }

  send<A = Row>(operation: string, file: Blob): Promise<A> {
    return this.ask(path(operation), { method: 'POST', headers: { 'content-type': 'text/csv' }, body: file })
  }

  private async ask<A>(address: string, how: RequestInit): Promise<A> {
    const answer = await fetch(address, how)
    if (answer.status === 401) {
      location.reload() // which leads to signing in, and back here
      return new Promise(() => undefined)
    }
    const told = (await answer.json()) as A & { detail?: string }
    if (!answer.ok) throw new Refused(answer.status, told.detail ?? answer.statusText)
    return told
  }
}

function path(operation: string): string {
  return `/admin/api/${operation.replace(' ', '/')}`
}
