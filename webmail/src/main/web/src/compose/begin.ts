import type { Compose } from '../context/context.ts'
import type { Language } from '../i18n/language.ts'
import type { EmailFull, Identity } from '../jmap/types.ts'
import { Offline } from '../jmap/problems.ts'
import { upload } from '../jmap/upload.ts'
import { readRecipients, write } from '../model/addresses.ts'
import { type Draft, emptyDraft } from '../model/drafts.ts'
import type { Mail } from '../model/mail.ts'
import { htmlPart, plainText } from '../model/reading.ts'
import { forward, reply, resumed } from '../model/replies.ts'
import { cleanHtml } from './sanitize.ts'

/** What the composer opens with; `source` is where the message lies that is answered. */
export async function begin(what: Compose, mail: Mail, language: Language, source: Mail): Promise<Draft> {
  const identities = await mail.sending.whoAmI()
  const first = identities[0] as Identity
  if (what.kind === 'new') {
    const people = (typed?: string) => readRecipients(typed ?? '')
    return {
      ...emptyDraft(first),
      to: people(what.to), cc: people(what.cc), bcc: people(what.bcc), subject: what.subject ?? '',
      html: (what.body ? textToHtml(what.body) : '<div><br></div>') + signature(first),
    }
  }
  const email = await source.conversations.withHtml(what.email).catch((problem: unknown) => {
    if (what.kind === 'draft' || !(problem instanceof Offline)) throw problem
    return source.conversations.email(what.email) // its text, which is here
  })
  if (!email) throw new Error(language.text('problem.gone'))
  if (what.kind === 'draft') {
    const identity = identities.find(it => it.email === email.from?.[0]?.email) ?? first
    return { ...emptyDraft(identity), ...resumed(email), html: body(email) }
  }
  const identity = addressed(email, identities) ?? first
  const draft = { ...emptyDraft(identity), ...(what.kind === 'forward' ? forward(email) : reply(email, what.kind === 'replyAll', identities)) }
  if (source !== mail) delete draft.answers // it is another's message, and stays as it is
  return { ...draft, ...(await brought(draft, source, mail)), html: `<div><br></div>${signature(identity)}${what.kind === 'forward' ? forwarded(email, language) : quoted(email, language)}` }
}

/** Files of a message in another's account, as files of one's own. */
async function brought(draft: Draft, source: Mail, mail: Mail): Promise<Pick<Draft, 'attachments'>> {
  if (source === mail) return { attachments: draft.attachments }
  const stop = new AbortController().signal
  return {
    attachments: await Promise.all(draft.attachments.map(async it => {
      const file = await (await fetch(source.client.downloadUrl(it.blobId, it.name || 'file', it.type))).blob()
      return { ...it, blobId: (await upload(mail.client.uploadUrl, file, () => undefined, stop)).blobId }
    })),
  }
}

/** The identity that a message was written to. */
function addressed(email: EmailFull, identities: readonly Identity[]): Identity | undefined {
  const all = [...(email.to ?? []), ...(email.cc ?? []), ...(email.from ?? [])].map(it => it.email.toLowerCase())
  return identities.find(it => all.includes(it.email.toLowerCase()))
}

export function signature(identity: Identity): string {
  const html = identity.htmlSignature ? cleanHtml(identity.htmlSignature) : identity.textSignature ? textToHtml(identity.textSignature) : ''
  return html ? `<div><br></div><div>-- </div>${html}` : ''
}

function quoted(email: EmailFull, language: Language): string {
  const line = language.text('compose.wrote', { date: language.medium(new Date(email.sentAt ?? email.receivedAt)), name: email.from?.map(write).join(', ') ?? '' })
  return `<div><br></div><div>${escape(line)}</div><blockquote type="cite">${body(email)}</blockquote>`
}

function forwarded(email: EmailFull, language: Language): string {
  const lines = [
    language.text('compose.forwarded'),
    `${language.text('field.from')}: ${email.from?.map(write).join(', ') ?? ''}`,
    `${language.text('field.date')}: ${language.long(new Date(email.sentAt ?? email.receivedAt))}`,
    `${language.text('field.subject')}: ${email.subject ?? ''}`,
    `${language.text('field.to')}: ${email.to?.map(write).join(', ') ?? ''}`,
  ]
  return `<div><br></div>${lines.map(line => `<div>${escape(line)}</div>`).join('')}<div><br></div>${body(email)}`
}

function body(email: EmailFull): string {
  const part = htmlPart(email)
  const html = part?.partId ? email.bodyValues[part.partId]?.value : undefined
  return html === undefined ? textToHtml(plainText(email)) : cleanHtml(html)
}

/** Quoted lines become quotes again. */
function textToHtml(text: string): string {
  let html = ''
  let depth = 0
  for (const line of text.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n')) {
    const [, angles = '', rest = line] = /^((?:> ?)+)(.*)$/.exec(line) ?? []
    const wanted = angles.replaceAll(' ', '').length
    for (; depth < wanted; depth++) html += '<blockquote type="cite">'
    for (; depth > wanted; depth--) html += '</blockquote>'
    html += `<div>${escape(rest) || '<br>'}</div>`
  }
  return html + '</blockquote>'.repeat(depth)
}

export function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}
