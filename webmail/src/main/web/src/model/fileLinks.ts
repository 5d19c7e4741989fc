import { type JmapClient, LINKS, MAIL } from '../jmap/client.ts'
import { MethodRefused, Offline } from '../jmap/problems.ts'
import type { Uploaded } from '../jmap/upload.ts'
import type { GetAnswer, Id, SetAnswer } from '../jmap/types.ts'

/** A file of one's own behind a link (docs/jmap.md). */
export interface FileLink {
  id: Id
  name: string
  size: number
  created: string
  expires: string
  isRevoked: boolean
  downloads: number
}

/** What the server says of such files. */
export interface LinkLimits {
  maxSize: number
  maxSizePart: number
  /** Files that are larger had better be links. */
  suggestedAbove: number
  /** How long a link lasts when nobody says, and how long it may. */
  days: number
  maxDays: number
}

/** A link that was made just now; its address is told this once. */
export interface MadeLink {
  id: Id
  url: string
  name: string
  size: number
  expires: string
}

export type UploadPart = (part: Blob, progress: (part: number) => void, stop: AbortSignal) => Promise<Uploaded>

const NOTHING: LinkLimits = { maxSize: 0, maxSizePart: 0, suggestedAbove: Infinity, days: 0, maxDays: 0 }
const TRIES = 20
const DAYS = [1, 7, 30, 90, 365]
const DAY_MILLISECONDS = 86_400_000

/** Files that go as links: uploaded in parts, so that a broken connection costs one of them. */
export class FileLinks {
  private readonly client: JmapClient

  constructor(client: JmapClient) {
    this.client = client
  }

  get possible(): boolean {
    return this.client.can(LINKS) && this.limits !== NOTHING
  }

  get limits(): LinkLimits {
    return (this.client.session.accounts[this.client.accountId]?.accountCapabilities[LINKS] as LinkLimits | undefined) ?? NOTHING
  }

  /** Bytes of files that a message takes, which grow by a third on their way. */
  get mostAttached(): number {
    const told = this.client.session.accounts[this.client.accountId]?.accountCapabilities[MAIL]
    return ((told as { maxSizeAttachmentsPerEmail?: number } | undefined)?.maxSizeAttachmentsPerEmail ?? Infinity) * 0.7
  }

  /** Uploads a file and makes its link. `pause` is what to wait for before a part is tried again. */
  async make(file: File, origin: string, upload: UploadPart, pause: () => Promise<void>, progress: (part: number) => void, stop: AbortSignal): Promise<MadeLink> {
    if (file.size > this.limits.maxSize) throw new MethodRefused('FileLink/set', 'tooLarge', undefined)
    const blobIds: Id[] = []
    const step = this.limits.maxSizePart
    for (let at = 0; at === 0 || at < file.size; at += step) {
      const part = file.slice(at, at + step)
      const tell = (done: number) => progress(file.size === 0 ? 1 : (at + done * part.size) / file.size)
      blobIds.push((await stubborn(() => upload(part, tell, stop), pause, stop)).blobId)
    }
    const answer = await stubborn(
      () => this.client.call<SetAnswer<FileLink & { path: string }>>('FileLink/set', { create: { link: { name: file.name, blobIds } } }),
      pause, stop,
    )
    const made = answer.created?.['link']
    if (!made) throw new MethodRefused('FileLink/set', answer.notCreated?.['link']?.type ?? 'serverFail', undefined)
    return { id: made.id, url: origin + made.path, name: file.name, size: file.size, expires: made.expires }
  }

  /** All that are known, the newest first. */
  async list(): Promise<readonly FileLink[]> {
    return (await this.client.call<GetAnswer<FileLink>>('FileLink/get', { ids: null })).list
  }

  /** For how many days a link can last. */
  get days(): readonly number[] {
    const { days, maxDays } = this.limits
    return [...new Set([...DAYS, days])].filter(it => it <= maxDays).sort((a, b) => a - b)
  }

  /** Has a link end some days from now; gives back when that is. */
  async keep(id: Id, days: number, now: Date): Promise<string> {
    const expires = new Date(now.getTime() + days * DAY_MILLISECONDS).toISOString().replace(/\.\d+Z$/, 'Z')
    const answer = await this.client.call<SetAnswer>('FileLink/set', { update: { [id]: { expires } } })
    const problem = answer.notUpdated?.[id]
    if (problem) throw new MethodRefused('FileLink/set', problem.type, problem.description ?? undefined)
    return expires
  }

  /** Ends links at once, and their files go. Those that have ended already are passed over. */
  async revoke(ids: readonly Id[]): Promise<void> {
    if (ids.length > 0) await this.client.call('FileLink/set', { destroy: ids })
  }
}

/** Whether a link leads anywhere. */
export const isLive = (link: FileLink, now: Date): boolean => !link.isRevoked && new Date(link.expires) > now

/** Tries again while there is no connection. */
async function stubborn<T>(work: () => Promise<T>, pause: () => Promise<void>, stop: AbortSignal): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await work()
    } catch (problem) {
      if (!(problem instanceof Offline) || tried === TRIES || stop.aborted) throw problem
      await pause()
    }
  }
}
