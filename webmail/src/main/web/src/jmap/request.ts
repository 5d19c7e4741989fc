import { MethodRefused } from './problems.ts'

/** One call of a request: a name, arguments, and the id by which it is answered. */
export type Invocation = [method: string, args: Record<string, unknown>, callId: string]

/** Where the result of an earlier call of the same request is to be put (RFC 8620 §3.7). */
export interface BackReference {
  resultOf: string
  name: string
  path: string
}

/** A call that was put into a request; its answer can be read once the request was sent. */
export interface Call<A> {
  readonly id: string
  readonly method: string
  /** For another call of the same request: `['#ids']: call.at('/ids')`. */
  at(path: string): BackReference
  /** Marks the type of the answer; nothing is kept there. */
  readonly answer?: A
}

/** Calls that travel together. */
export class Request {
  private readonly list: Invocation[] = []

  call<A>(method: string, args: Record<string, unknown>): Call<A> {
    const id = `c${this.list.length}`
    this.list.push([method, args, id])
    return { id, method, at: path => ({ resultOf: id, name: method, path }) }
  }

  get calls(): readonly Invocation[] {
    return this.list
  }

  get isEmpty(): boolean {
    return this.list.length === 0
  }
}

/** What came back. A call may have several answers: methods can imply others (RFC 8621 §7.5). */
export class Response {
  private readonly answers: readonly Invocation[]

  constructor(answers: readonly Invocation[]) {
    this.answers = answers
  }

  /** The answer to a call; throws what the server refused it for. */
  of<A>(call: Call<A>): A {
    const found = this.answers.find(([name, , id]) => id === call.id && (name === call.method || name === 'error'))
    if (!found) throw new MethodRefused(call.method, 'serverFail', 'no answer')
    const [name, args] = found
    if (name === 'error') throw new MethodRefused(call.method, String(args['type']), args['description'] as string | undefined)
    return args as A
  }

  /** The answer, or nothing when the call failed for a reason of `type`, for callers who then go another way. */
  ofUnless<A>(call: Call<A>, tolerated: (refusal: MethodRefused) => boolean): A | undefined {
    try {
      return this.of(call)
    } catch (refusal) {
      if (refusal instanceof MethodRefused && tolerated(refusal)) return undefined
      throw refusal
    }
  }
}
