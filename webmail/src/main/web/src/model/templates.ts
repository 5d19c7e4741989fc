import type { JmapClient } from '../jmap/client.ts'
import { MethodRefused } from '../jmap/problems.ts'
import { Request } from '../jmap/request.ts'
import type { EmailRow, GetAnswer, Id, QueryAnswer, SetAnswer } from '../jmap/types.ts'
import { type Draft, toEmail } from './drafts.ts'

/** By this word of ours a draft is known as a template; other programs see a draft with a keyword. */
const TEMPLATE = '$template'

/** Texts that are written again and again, the newest first. */
export async function templates(client: JmapClient): Promise<EmailRow[]> {
  const request = new Request()
  const accountId = client.accountId
  const query = request.call<QueryAnswer>('Email/query', {
    accountId, filter: { hasKeyword: TEMPLATE }, sort: [{ property: 'receivedAt', isAscending: false }], limit: 50,
  })
  const emails = request.call<GetAnswer<EmailRow>>('Email/get', { accountId, '#ids': query.at('/ids'), properties: ['id', 'subject', 'preview'] })
  return (await client.send(request)).of(emails).list
}

/** Keeps what is written now as a template, in a place where drafts are not in the way. */
export async function saveTemplate(client: JmapClient, draft: Draft, mailbox: Id): Promise<void> {
  const email = { ...toEmail({ ...draft, to: [], cc: [], bcc: [], inReplyTo: null, references: null }, mailbox), keywords: { [TEMPLATE]: true, $seen: true } }
  const answer = await client.call<SetAnswer>('Email/set', { create: { template: email } })
  const problem = answer.notCreated?.['template']
  if (problem) throw new MethodRefused('Email/set', problem.type, problem.description ?? problem.type)
}
