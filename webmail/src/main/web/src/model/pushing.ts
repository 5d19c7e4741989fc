import type { JmapClient } from '../jmap/client.ts'
import { MethodRefused } from '../jmap/problems.ts'
import type { GetAnswer, Id, SetAnswer } from '../jmap/types.ts'

export const VAPID = 'urn:ietf:params:jmap:webpush-vapid'

/** What the browser gives of its subscription to a push service (RFC 8030, RFC 8291). */
export interface BrowserSubscription {
  endpoint: string
  keys: { p256dh: string; auth: string }
}

/** The server's key, by which the push service knows it (RFC 9749 §3). */
export function serverKey(client: JmapClient): string | undefined {
  return (client.session.capabilities[VAPID] as { applicationServerKey?: string } | undefined)?.applicationServerKey
}

/** Asks the server to tell of new mail there (RFC 8620 §7.2); the worker sends back the code that proves it. */
export async function subscribe(client: JmapClient, device: string, subscription: BrowserSubscription): Promise<void> {
  await forget(client, device)
  const answer = await client.call<SetAnswer>('PushSubscription/set', {
    accountId: undefined, // it belongs to no account
    create: { here: { deviceClientId: device, url: subscription.endpoint, keys: subscription.keys, types: ['EmailDelivery'] } },
  })
  const problem = answer.notCreated?.['here']
  if (problem) throw new MethodRefused('PushSubscription/set', problem.type, problem.description ?? problem.type)
}

/** Takes back what this device asked for. */
export async function forget(client: JmapClient, device: string): Promise<void> {
  const { list } = await client.call<GetAnswer<{ id: Id; deviceClientId: string }>>('PushSubscription/get', { accountId: undefined, ids: null })
  const ours = list.filter(it => it.deviceClientId === device).map(it => it.id)
  if (ours.length > 0) await client.call<SetAnswer>('PushSubscription/set', { accountId: undefined, destroy: ours })
}
