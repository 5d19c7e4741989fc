import { type Signal, signal } from '@preact/signals-core'
import { CORE, type JmapClient } from '../jmap/client.ts'
import { MethodRefused } from '../jmap/problems.ts'
import { Request } from '../jmap/request.ts'
import type { Id, SetAnswer, SetProblem } from '../jmap/types.ts'
import { type MailFile, readMailFile, receivedAt } from './mailFiles.ts'
import type { Found } from './mbox.ts'

/** A message that was not taken, and why: what the reader says, or the server's word. */
export interface Refused {
  name: string
  why: NonNullable<Found['problem']> | 'refused'
  detail: string
}

export interface ImportProgress {
  /** Messages that were looked at. */
  seen: number
  imported: number
  /** Those that were in the account already, octet by octet. */
  known: number
  refused: readonly Refused[]
  /** How it stands: `full` is a quota that has no room. */
  state: 'running' | 'done' | 'stopped' | 'broken' | 'full'
}

export interface Target {
  mailbox: Id
  /** Finds or makes the folder that an archive names. */
  folder?: (path: string) => Promise<Id>
}

/** Small ones travel together; what is larger goes alone. */
const MOST_TOGETHER = 30
const MOST_OCTETS = 4 * 1024 * 1024
const MOST_TOLD = 200
const NOTHING: ImportProgress = { seen: 0, imported: 0, known: 0, refused: [], state: 'done' }

interface Waiting {
  found: Found
  bytes: Uint8Array<ArrayBuffer>
  mailbox: Id
}

/**
 * Puts the messages of files into folders. The server refuses what it has already, so whoever begins
 * again, after a break or a reload, doubles nothing.
 */
export class Importing {
  readonly progress: Signal<ImportProgress> = signal(NOTHING)
  private readonly client: JmapClient
  private readonly upload: (blob: Blob) => Promise<{ blobId: Id }>
  private stopped = false

  constructor(client: JmapClient, upload: (blob: Blob) => Promise<{ blobId: Id }>) {
    this.client = client
    this.upload = upload
  }

  stop(): void {
    this.stopped = true
  }

  async run(files: readonly MailFile[], target: Target): Promise<void> {
    this.stopped = false
    this.progress.value = { ...NOTHING, state: 'running' }
    try {
      for (const file of files) await this.take(file, target)
      this.add({ state: this.stopped ? 'stopped' : 'done' })
    } catch (problem) {
      this.add({ state: problem instanceof Full ? 'full' : 'broken' })
      if (!(problem instanceof Full)) throw problem
    }
  }

  private async take(file: MailFile, target: Target): Promise<void> {
    let waiting: Waiting[] = []
    let octets = 0
    for await (const found of readMailFile(file, this.most)) {
      if (this.stopped) return
      const { bytes } = found
      if (!bytes) {
        this.refuse(found.name, found.problem ?? 'damaged', '')
        this.add({ seen: this.progress.peek().seen + 1 })
        continue
      }
      const mailbox = (found.folder && (await target.folder?.(found.folder))) || target.mailbox
      if (waiting.length > 0 && (waiting.length === MOST_TOGETHER || octets + bytes.length > MOST_OCTETS)) {
        await this.send(waiting)
        waiting = []
        octets = 0
      }
      waiting.push({ found, bytes, mailbox })
      octets += bytes.length
    }
    if (waiting.length > 0) await this.send(waiting)
  }

  private get most(): number {
    return (this.client.session.capabilities[CORE] as { maxSizeUpload?: number } | undefined)?.maxSizeUpload ?? 50_000_000
  }

  private async send(waiting: readonly Waiting[]): Promise<void> {
    const accountId = this.client.accountId
    const request = new Request()
    const [first] = waiting
    const large = waiting.length === 1 && first && first.bytes.length > MOST_OCTETS
    const blobIds = large
      ? [(await this.upload(new Blob([first.bytes], { type: 'message/rfc822' }))).blobId]
      : waiting.map((_, index) => `#b${index}`)
    if (!large) {
      request.call('Blob/upload', {
        accountId,
        create: Object.fromEntries(waiting.map(({ bytes }, index) => [`b${index}`, { data: [{ 'data:asBase64': base64(bytes) }], type: 'message/rfc822' }])),
      })
    }
    const call = request.call<SetAnswer>('Email/import', {
      accountId,
      emails: Object.fromEntries(waiting.map(({ found, mailbox }, index) => [`m${index}`, {
        blobId: blobIds[index], mailboxIds: { [mailbox]: true }, keywords: { $seen: true }, ...received(found),
      }])),
    })
    const answer = (await this.client.send(request)).of(call)
    await this.alsoThere(waiting, answer)
    this.count(waiting, answer)
  }

  /** What the account has in other folders is put into this one, too. */
  private async alsoThere(waiting: readonly Waiting[], { notCreated }: SetAnswer): Promise<void> {
    const update = Object.fromEntries(waiting.flatMap(({ mailbox }, index) => {
      const id = existing(notCreated?.[`m${index}`])
      return id ? [[id, { [`mailboxIds/${mailbox}`]: true }]] : []
    }))
    if (Object.keys(update).length > 0) await this.client.call<SetAnswer>('Email/set', { update })
  }

  private count(waiting: readonly Waiting[], { created, notCreated }: SetAnswer): void {
    const before = this.progress.peek()
    const problems = waiting.map(({ found }, index) => ({ found, problem: notCreated?.[`m${index}`] }))
    this.add({
      seen: before.seen + waiting.length,
      imported: before.imported + Object.keys(created ?? {}).length,
      known: before.known + problems.filter(it => existing(it.problem)).length,
    })
    for (const { found, problem } of problems) {
      if (!problem || existing(problem)) continue
      if (problem.type === 'overQuota') throw new Full()
      this.refuse(found.name, problem.type === 'invalidEmail' ? 'noMessage' : 'refused', problem.description ?? problem.type)
    }
  }

  private refuse(name: string, why: Refused['why'], detail: string): void {
    this.add({ refused: [...this.progress.peek().refused, { name, why, detail }].slice(-MOST_TOLD) })
  }

  private add(change: Partial<ImportProgress>): void {
    this.progress.value = { ...this.progress.peek(), ...change }
  }
}

class Full extends MethodRefused {
  constructor() {
    super('Email/import', 'overQuota', undefined)
  }
}

const existing = (problem: SetProblem | undefined): Id | undefined =>
  problem?.type === 'alreadyExists' ? (problem as SetProblem & { existingId?: Id }).existingId : undefined

function received(found: Found): { receivedAt?: string } {
  const at = receivedAt(found)
  return at ? { receivedAt: at.toISOString().replace(/\.\d+Z$/, 'Z') } : {}
}

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let from = 0; from < bytes.length; from += 0x8000) text += String.fromCharCode(...bytes.subarray(from, from + 0x8000))
  return btoa(text)
}
