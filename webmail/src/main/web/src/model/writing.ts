import { effect, type Signal, signal } from '@preact/signals-core'
import { upload } from '../jmap/upload.ts'
import { MethodRefused, Offline } from '../jmap/problems.ts'
import type { Id, Identity } from '../jmap/types.ts'
import type { Attachment, Draft } from './drafts.ts'
import { isEmpty } from './drafts.ts'
import { FileLinks, type MadeLink } from './fileLinks.ts'
import type { Mail } from './mail.ts'
import type { Sent } from './sending.ts'

const QUIET_MILLISECONDS = 3000
const SOON_MILLISECONDS = 400
const AGAIN_MILLISECONDS = 5000

/** A file that is on its way to the server. */
export interface Upload {
  name: string
  size: number
  part: Signal<number>
  problem: Signal<string | undefined>
  stop: () => void
}

/** One message while it is written: kept on the server some seconds after the last key. */
export class Writing {
  readonly draft: Signal<Draft>
  readonly uploads: Signal<readonly Upload[]> = signal([])
  readonly status: Signal<'clean' | 'dirty' | 'saving' | 'saved' | 'failed'> = signal('clean')
  /** Whether somebody else, another window or device, has changed, sent or thrown away this draft. */
  readonly elsewhere: Signal<boolean> = signal(false)
  readonly links: FileLinks
  private readonly unwatch: () => void
  private readonly mail: Mail
  /** Links that were made for it, as long as they are to be in it. */
  readonly made: Signal<readonly MadeLink[]> = signal([])
  /** Files that were attached here, which can still become links. */
  private readonly files = new Map<Attachment, File>()
  private saving: Promise<void> | undefined
  private changes = 0
  private over = false
  /** An answer was lost: the server may have more of this than we know. */
  private lost = false
  /** How much had been changed when it was sent, and when that is known to have come through. */
  private tried = 0
  private sent: number | undefined
  private device: ((draft: Draft | undefined) => void) | undefined

  constructor(mail: Mail, draft: Draft) {
    this.mail = mail
    this.links = new FileLinks(mail.client)
    this.draft = signal({ ...draft, messageId: freshId(draft.identity) })
    this.unwatch = this.watch()
  }

  /** Notices that the server's state of the draft is gone, and not by us: both are kept from then on. */
  private watch(): () => void {
    let seen: Id | undefined
    return effect(() => {
      const { id } = this.draft.value
      const here = id !== undefined && this.mail.store.email(id).value !== undefined
      if (here) seen = id
      else if (id && seen === id && !this.saving && !this.over) this.partFrom()
    })
  }

  /** Keeps it on the device, or keeps nothing any more; the device may have been opened after the window. */
  private onDevice(draft: Draft | undefined): void {
    this.device ??= this.mail.keepDraft?.()
    this.device?.(draft)
  }

  private partFrom(): void {
    const { id: _, ...rest } = this.draft.peek()
    this.elsewhere.value = true
    this.draft.value = rest
  }

  /** The window is closed. */
  end(): void {
    this.unwatch()
  }

  change(patch: Partial<Draft>): void {
    this.draft.value = { ...this.draft.peek(), ...patch }
    this.status.value = 'dirty'
    const now = ++this.changes
    this.mail.timer.after(SOON_MILLISECONDS, () => {
      if (now === this.changes && !this.over && !isEmpty(this.draft.peek())) this.onDevice(this.draft.peek())
    })
    this.mail.timer.after(QUIET_MILLISECONDS, () => {
      if (now === this.changes) void this.save()
    })
  }

  /** Keeps it on the server; one save after the other, so that no draft is doubled. */
  async save(): Promise<void> {
    while (this.saving) await this.saving
    if (this.over || (this.status.peek() !== 'dirty' && this.status.peek() !== 'failed') || isEmpty(this.draft.peek())) return
    this.saving = this.keep().finally(() => (this.saving = undefined))
    await this.saving
  }

  private async keep(): Promise<void> {
    this.status.value = 'saving'
    const before = this.changes
    try {
      if (await this.find()) {
        this.status.value = 'saved'
        this.onDevice(undefined)
        return
      }
      const { id, doubled } = await this.mail.sending.save(this.draft.peek())
      this.draft.value = { ...this.draft.peek(), id }
      if (doubled) this.elsewhere.value = true
      this.status.value = before === this.changes ? 'saved' : 'dirty'
      if (before === this.changes) this.onDevice(undefined)
    } catch (problem) {
      this.status.value = 'failed'
      this.lost = problem instanceof Offline
      if (this.lost) this.mail.timer.after(AGAIN_MILLISECONDS, () => void this.save())
      await this.mail.watch(Promise.reject(problem as Error))
    }
  }

  /** After an answer was lost: takes over what the server has of this. Whether what is written was sent already. */
  private async find(): Promise<boolean> {
    const { messageId } = this.draft.peek()
    if (this.lost && messageId) {
      const { sent, drafts } = await this.mail.sending.traces(messageId)
      this.lost = false
      if (sent) this.sent = this.tried
      if (drafts[0]) this.draft.value = { ...this.draft.peek(), id: drafts[0] }
    }
    if (this.sent === undefined || this.sent === this.changes) return this.sent !== undefined
    this.sent = undefined // what was written on since is another message
    const { id: _, ...rest } = this.draft.peek()
    this.draft.value = { ...rest, messageId: freshId(rest.identity) }
    return false
  }

  /** Uploads a file and attaches it; the draft is kept with it. */
  attach(file: File, cid?: string): Promise<Attachment | undefined> {
    return this.bring(file, async (progress, stop) => {
      const done = await upload(this.mail.client.uploadUrl, file, progress, stop)
      const attachment = { blobId: done.blobId, name: file.name, type: file.type || done.type, size: file.size, ...(cid ? { cid } : {}) }
      this.files.set(attachment, file)
      this.change({ attachments: [...this.draft.peek().attachments, attachment] })
      return attachment
    })
  }

  /** Whether a file had better go as a link: it is large, or the message would be. */
  isBetterLinked(file: File): boolean {
    if (!this.links.possible) return false
    const attached = this.draft.peek().attachments.reduce((sum, it) => sum + it.size, 0)
    return file.size > this.links.limits.suggestedAbove || attached + file.size > this.links.mostAttached
  }

  /** Uploads a file, for a link to it. */
  link(file: File, origin: string): Promise<MadeLink | undefined> {
    const { client, timer } = this.mail
    const pause = () => new Promise<void>(resolve => timer.after(QUIET_MILLISECONDS, resolve))
    return this.bring(file, async (progress, stop) => {
      const made = await this.links.make(file, origin, (part, tell, signal) => upload(client.uploadUrl, part, tell, signal), pause, progress, stop)
      this.made.value = [...this.made.peek(), made]
      return made
    })
  }

  /** Has a link last some days from now; gives it back as it is then. */
  async keepLink(link: MadeLink, days: number): Promise<MadeLink> {
    const kept = { ...link, expires: await this.links.keep(link.id, days, new Date()) }
    this.made.value = this.made.peek().map(it => (it.id === link.id ? kept : it))
    return kept
  }

  /** Ends a link, which nobody was sent. */
  async unlink(link: MadeLink): Promise<void> {
    this.made.value = this.made.peek().filter(it => it.id !== link.id)
    await this.links.revoke([link.id])
  }

  /** The file of an attachment, where it can be a link instead. */
  fileOf(attachment: Attachment): File | undefined {
    return this.links.possible ? this.files.get(attachment) : undefined
  }

  /** Something that is on its way, as long as it is. */
  private async bring<T>(file: File, work: (progress: (part: number) => void, stop: AbortSignal) => Promise<T>): Promise<T | undefined> {
    const stop = new AbortController()
    const going: Upload = { name: file.name, size: file.size, part: signal(0), problem: signal(undefined), stop: () => stop.abort() }
    this.uploads.value = [...this.uploads.peek(), going]
    const end = () => (this.uploads.value = this.uploads.peek().filter(it => it !== going))
    stop.signal.addEventListener('abort', end)
    try {
      const done = await work(part => (going.part.value = part), stop.signal)
      end()
      return done
    } catch (problem) {
      if (!stop.signal.aborted) going.problem.value = problem instanceof MethodRefused ? problem.type : problem instanceof Error ? problem.message || problem.name : String(problem)
      return undefined
    }
  }

  detach(attachment: Attachment): void {
    this.change({ attachments: this.draft.peek().attachments.filter(it => it !== attachment) })
  }

  /** Sends it. From here on nothing is saved any more. Nothing comes back when it was sent before, and only its answer was lost. */
  async send(at?: Date): Promise<Sent | undefined> {
    while (this.saving) await this.saving
    this.over = true
    try {
      const known = await this.find()
      this.tried = this.changes
      const sent = known ? undefined : await this.mail.sending.send(this.draft.peek(), at)
      this.onDevice(undefined)
      return sent
    } catch (problem) {
      this.over = false
      this.lost = problem instanceof Offline
      this.status.value = 'dirty'
      throw problem
    }
  }

  /** Throws it away, also what the server has of it. */
  async discard(): Promise<void> {
    this.over = true
    this.onDevice(undefined)
    while (this.saving) await this.saving
    this.uploads.peek().forEach(it => it.stop())
    const { id } = this.draft.peek()
    if (id) await this.mail.sending.discard(id)
    await this.links.revoke(this.made.peek().map(it => it.id)) // nobody was sent them
  }
}

const freshId = (identity: Identity): string => `${crypto.randomUUID()}@${identity.email.split('@')[1] ?? 'localhost'}`
