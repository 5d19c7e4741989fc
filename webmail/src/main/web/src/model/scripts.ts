import type { JmapClient } from '../jmap/client.ts'
import { MethodRefused } from '../jmap/problems.ts'
import type { GetAnswer, Id, SetAnswer } from '../jmap/types.ts'
import { readScript, type Rule, writeScript } from './rules.ts'

export interface Script {
  id: Id
  name: string | null
  blobId: Id
  isActive: boolean
  text: string
}

/** Filters as they stand on the server. */
export interface Filters {
  rules: Rule[]
  /** The script that holds the rules, once there is one. */
  ours: Script | undefined
  /** Scripts that people wrote by hand, here or in another program; they stay as they are. */
  others: Script[]
}

const NAME = 'Webmail rules'

/** Reads all scripts (RFC 9661 §2.2), and finds the rules in them. */
export async function loadFilters(client: JmapClient, fetch: (url: string) => Promise<Response>): Promise<Filters> {
  const { list } = await client.call<GetAnswer<Omit<Script, 'text'>>>('SieveScript/get', { ids: null })
  const scripts = await Promise.all(list.map(async it => {
    const answer = await fetch(client.downloadUrl(it.blobId, 'script.siv', 'application/sieve'))
    return { ...it, text: answer.ok ? await answer.text() : '' }
  }))
  const ours = scripts.find(it => it.name === NAME && readScript(it.text))
  return { rules: ours ? (readScript(ours.text) ?? []) : [], ours, others: scripts.filter(it => it !== ours) }
}

/** Keeps the rules as a script and lets it run. */
export async function saveRules(client: JmapClient, filters: Filters, rules: readonly Rule[], upload: (text: Blob) => Promise<{ blobId: Id }>): Promise<void> {
  const { blobId } = await upload(new Blob([writeScript(rules)], { type: 'application/sieve' }))
  const taken = filters.others.some(it => it.name === NAME)
  const answer = await client.call<SetAnswer>('SieveScript/set', filters.ours
    ? { update: { [filters.ours.id]: { blobId } }, onSuccessActivateScript: filters.ours.id }
    : { create: { rules: { name: taken ? `${NAME} 2` : NAME, blobId } }, onSuccessActivateScript: '#rules' })
  const problem = Object.values({ ...answer.notCreated, ...answer.notUpdated })[0]
  if (problem) throw new MethodRefused('SieveScript/set', problem.type, problem.description ?? problem.type)
}

/** Lets a script run in place of the rules. */
export async function activate(client: JmapClient, script: Script): Promise<void> {
  await client.call<SetAnswer>('SieveScript/set', { onSuccessActivateScript: script.id })
}
