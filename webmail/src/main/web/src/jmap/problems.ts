/** Nothing came back: no network, or the server is away. What was asked can be asked again. */
export class Offline extends Error {
  override name = 'Offline'
}

/** The session ended; whoever sits there has to sign in. */
export class SignedOut extends Error {
  override name = 'SignedOut'
}

/** The server refused a whole request (RFC 8620 §3.6.1). */
export class RequestRefused extends Error {
  override name = 'RequestRefused'
  readonly status: number

  constructor(status: number, detail: string) {
    super(detail)
    this.status = status
  }
}

/** The server refused one call (RFC 8620 §3.6.2). */
export class MethodRefused extends Error {
  override name = 'MethodRefused'
  readonly method: string
  readonly type: string

  constructor(method: string, type: string, description: string | undefined) {
    super(description ?? type)
    this.method = method
    this.type = type
  }

  /** Whether the client has to ask for everything anew. */
  get cannotCalculate(): boolean {
    return this.type === 'cannotCalculateChanges' || this.type === 'tooManyChanges'
  }
}
