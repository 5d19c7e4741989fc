import type { JmapClient } from '../jmap/client.ts'
import { MethodRefused } from '../jmap/problems.ts'
import type { Id, SetAnswer } from '../jmap/types.ts'
import type { Sync } from './sync.ts'

/** What people say of a folder: its name, and the one that it lies in. */
export interface FolderChange {
  name: string
  parentId: Id | null
}

/** Makes, changes and deletes mailboxes, which are folders and labels at once (RFC 8621 §2.5). */
export class MailboxSet {
  private readonly client: JmapClient
  private readonly sync: Sync
  private readonly own: boolean

  constructor(client: JmapClient, sync: Sync, own: boolean) {
    this.client = client
    this.sync = sync
    this.own = own
  }

  async create(folder: FolderChange): Promise<Id> {
    const answer = await this.set({ create: { folder: this.own ? { ...folder, isSubscribed: true } : folder } })
    return answer.created?.['folder']?.id ?? ''
  }

  async change(id: Id, folder: FolderChange): Promise<void> {
    await this.set({ update: { [id]: folder } })
  }

  /** With the messages that lie nowhere else. */
  async destroy(id: Id): Promise<void> {
    await this.set({ destroy: [id], onDestroyRemoveEmails: true })
  }

  private async set(change: Record<string, unknown>): Promise<SetAnswer> {
    const answer = await this.client.call<SetAnswer>('Mailbox/set', change)
    await this.sync.run()
    const problem = Object.values({ ...answer.notCreated, ...answer.notUpdated, ...answer.notDestroyed })[0]
    if (problem) throw new MethodRefused('Mailbox/set', problem.type, problem.description ?? problem.type)
    return answer
  }
}
