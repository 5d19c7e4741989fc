import { type JmapClient, PRINCIPALS, SHARE } from '../jmap/client.ts'
import { MethodRefused } from '../jmap/problems.ts'
import type { GetAnswer, Id, Mailbox, Principal, Rights, SetAnswer } from '../jmap/types.ts'

/** What people grant each other, in the steps in which they think of it. */
export type Level = 'read' | 'write' | 'folders'

const LEVELS: Record<Level, readonly string[]> = {
  read: ['mayReadItems', 'maySetSeen'],
  write: ['mayReadItems', 'maySetSeen', 'mayAddItems', 'mayRemoveItems', 'maySetKeywords'],
  folders: ['mayReadItems', 'maySetSeen', 'mayAddItems', 'mayRemoveItems', 'maySetKeywords', 'mayCreateChild'],
}

/** The rights of a level. */
export const rightsOf = (level: Level): Rights => Object.fromEntries(LEVELS[level].map(name => [name, true]))

/** The level that rights are; nothing where somebody granted them one by one. */
export function levelOf(rights: Rights): Level | undefined {
  const has = Object.keys(rights).filter(name => rights[name]).sort().join()
  return (Object.keys(LEVELS) as Level[]).find(level => [...LEVELS[level]].sort().join() === has)
}

/** Shares mailboxes with others (RFC 9670). */
export class Sharing {
  private readonly client: JmapClient
  private asked: Promise<readonly Principal[]> | undefined

  constructor(client: JmapClient) {
    this.client = client
  }

  get possible(): boolean {
    return this.client.can(PRINCIPALS) && this.client.can(SHARE)
  }

  /** Who there is to share with. */
  people(): Promise<readonly Principal[]> {
    this.asked ??= this.client
      .call<GetAnswer<Principal>>('Principal/get', { ids: null, properties: ['id', 'type', 'name', 'email'] })
      .then(({ list }) => list.filter(it => it.email !== this.client.session.username))
      .catch((problem: unknown) => {
        this.asked = undefined
        throw problem
      })
    return this.asked
  }

  /** Who sees a mailbox, and what they may do. */
  async of(mailbox: Id): Promise<ReadonlyMap<Id, Rights>> {
    const { list } = await this.client.call<GetAnswer<Mailbox>>('Mailbox/get', { ids: [mailbox], properties: ['shareWith'] })
    return new Map(Object.entries(list[0]?.shareWith ?? {}))
  }

  /** Grants a level, or takes all back. */
  async grant(mailbox: Id, principal: Id, level: Level | undefined): Promise<void> {
    const patch = { [`shareWith/${principal}`]: level ? rightsOf(level) : null }
    const answer = await this.client.call<SetAnswer>('Mailbox/set', { update: { [mailbox]: patch } })
    const problem = answer.notUpdated?.[mailbox]
    if (problem) throw new MethodRefused('Mailbox/set', problem.type, problem.description ?? problem.type)
  }
}
