/** A message that lies in a file. */
export interface Found {
  /** Where in the file, for people. */
  name: string
  /** With line ends of CRLF; nothing when it cannot be had. */
  bytes?: Uint8Array<ArrayBuffer>
  problem?: 'tooLarge' | 'damaged' | 'noMessage'
  /** The folder that it lay in, where the file says so. */
  folder?: string
  /** When it came, where the file says so. */
  at?: Date
}

const LF = 10
const CR = 13
const MORE = 62 // >

/** What is read bit by bit, and kept for one message at a time. */
class Growing {
  private bytes = new Uint8Array(64 * 1024)
  private length = 0
  private readonly most: number
  /** Whether there was more than may be. */
  full = false

  constructor(most: number) {
    this.most = most
  }

  get isEmpty(): boolean {
    return this.length === 0 && !this.full
  }

  /** Takes a line without its end. */
  line(line: Uint8Array): void {
    if (this.length + line.length + 2 > this.most) this.full = true
    if (this.full) return
    if (this.length + line.length + 2 > this.bytes.length) {
      const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + line.length + 2))
      larger.set(this.bytes.subarray(0, this.length))
      this.bytes = larger
    }
    this.bytes.set(line, this.length)
    this.length += line.length
    this.bytes[this.length++] = CR
    this.bytes[this.length++] = LF
  }

  /** Gives all of it, and begins anew. */
  take(): Uint8Array<ArrayBuffer> {
    const all = this.bytes.slice(0, this.length)
    this.length = 0
    this.full = false
    return all
  }
}

/** Lines without their ends; one that is longer than `most` comes in pieces. */
async function* lines(source: ReadableStream<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  const reader = source.getReader()
  let rest = new Uint8Array(0)
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      const all = new Uint8Array(rest.length + value.length)
      all.set(rest)
      all.set(value, rest.length)
      let start = 0
      for (let end = all.indexOf(LF, rest.length); end >= 0; end = all.indexOf(LF, start)) {
        yield all.subarray(start, end > start && all[end - 1] === CR ? end - 1 : end)
        start = end + 1
      }
      rest = all.slice(start)
      if (rest.length > most) {
        yield rest
        rest = new Uint8Array(0)
      }
    }
    if (rest.length > 0) yield rest
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

const startsWith = (line: Uint8Array, text: string, at = 0) => [...text].every((c, index) => line[at + index] === c.charCodeAt(0))

/** A line that begins a message: `From`, somebody, and a time (RFC 4155). */
function begins(line: Uint8Array): boolean {
  return startsWith(line, 'From ') && line.length < 512 && / \d{1,2}:\d\d(:\d\d)? .*\d{4}/.test(ascii(line))
}

const ascii = (bytes: Uint8Array): string => String.fromCharCode(...bytes)

/** Takes away the `>` that was put before a line that looks as though it began a message. */
function unquoted(line: Uint8Array): Uint8Array {
  let at = 0
  while (line[at] === MORE) at++
  return at > 0 && startsWith(line, 'From ', at) ? line.subarray(1) : line
}

/** The messages of an mbox, one after the other, with no more in memory than one of them. */
export async function* readMbox(name: string, source: ReadableStream<Uint8Array>, most: number): AsyncGenerator<Found> {
  const message = new Growing(most)
  let count = 0
  let at: Date | undefined
  let empty = true // the line before: at the beginning of the file as though there was an empty one
  let open = false
  const ended = (): Found => {
    const here = { name: `${name} #${++count}`, ...(at ? { at } : {}) }
    if (message.full) {
      message.take()
      return { ...here, problem: 'tooLarge' }
    }
    return checked({ ...here, bytes: message.take() })
  }
  for await (const line of lines(source, most)) {
    if (empty && begins(line)) {
      if (open) yield ended()
      open = true
      at = dated(`${ascii(line).replace(/^From \S*/, '')} UTC`)
      empty = false
      continue
    }
    if (empty && open && !message.isEmpty) message.line(new Uint8Array(0)) // it did not end the message
    empty = line.length === 0
    if (open && (!empty || message.isEmpty)) message.line(unquoted(line))
  }
  if (open) yield ended()
}

/** One message that is a file of its own. */
export async function readMessage(name: string, source: ReadableStream<Uint8Array>, most: number): Promise<Found> {
  const message = new Growing(most)
  for await (const line of lines(source, most)) {
    message.line(line)
    if (message.full) return { name, problem: 'tooLarge' }
  }
  return checked({ name, bytes: message.take() })
}

/** Whether it begins as messages do: with a field, or the rest of it is nobody's mail. */
function checked(found: Found): Found {
  const beginning = ascii((found.bytes ?? new Uint8Array(0)).subarray(0, 200))
  if (/^[!-9;-~]+[ \t]*:/.test(beginning)) return found
  const { bytes: _, ...rest } = found
  return { ...rest, problem: 'noMessage' }
}

/** When a message says that it was written. */
export function dateOf(bytes: Uint8Array): Date | undefined {
  const header = ascii(bytes.subarray(0, 16 * 1024)).split('\r\n\r\n')[0] ?? ''
  const value = /(?:^|\r\n)Date:((?:[^\r]|\r\n[ \t])*)/i.exec(header)?.[1]
  return value === undefined ? undefined : dated(value.replace(/\(.*\)/s, ''))
}

function dated(text: string): Date | undefined {
  const date = new Date(text.trim())
  return Number.isNaN(date.getTime()) || date.getFullYear() < 1970 || date.getTime() > Date.now() + 86_400_000 ? undefined : date
}

