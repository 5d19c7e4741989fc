import { type JmapClient, SUBMISSION } from '../jmap/client.ts'
import { MethodRefused, Offline } from '../jmap/problems.ts'
import { Request } from '../jmap/request.ts'
import type { EmailHead, EmailSubmission, GetAnswer, Id, Identity, QueryAnswer, SetAnswer, SetProblem } from '../jmap/types.ts'
import { type Draft, recipients, toEmail } from './drafts.ts'
import type { Store } from './store.ts'
import type { Sync } from './sync.ts'

/** For so long the server keeps a message, so that sending can be taken back. */
export const UNDO_SECONDS = 10

/** A message that the server sends when its time has come. */
export interface Sent {
  submission: Id
  email: Id
  undo(): Promise<boolean>
}

/** Keeps drafts on the server, and sends them. */
export class Sending {
  private readonly client: JmapClient
  private readonly store: Store
  private readonly sync: Sync
  private identities: Promise<readonly Identity[]> | undefined
  /** Those that were told last, for times without network. */
  known: readonly Identity[] = []

  constructor(client: JmapClient, store: Store, sync: Sync) {
    this.client = client
    this.store = store
    this.sync = sync
  }

  get possible(): boolean {
    return this.client.can(SUBMISSION)
  }

  /** Who one can write as. */
  whoAmI(): Promise<readonly Identity[]> {
    this.identities ??= this.loadIdentities().catch((problem: unknown) => {
      this.identities = undefined
      if (problem instanceof Offline && this.known.length > 0) return this.known
      throw problem
    })
    return this.identities
  }

  /** After identities were changed. */
  forgetIdentities(): void {
    this.identities = undefined
  }

  private async loadIdentities(): Promise<readonly Identity[]> {
    const list = this.possible ? (await this.client.call<GetAnswer<Identity>>('Identity/get', {})).list : []
    this.known = list.length > 0 ? list : [plain(this.client.session.username)]
    return this.known
  }

  /**
   * Keeps a draft: the new state comes before the old one goes. Gives back its id, and whether the old
   * one was gone already: then somebody else's is there as well.
   */
  async save(draft: Draft): Promise<{ id: Id; doubled: boolean }> {
    const request = new Request()
    const set = request.call<SetAnswer>('Email/set', {
      accountId: this.client.accountId,
      create: { draft: toEmail(draft, this.mailbox('drafts')) },
      ...(draft.id ? { destroy: [draft.id] } : {}),
    })
    const take = this.sync.addTo(request)
    const response = await this.client.send(request)
    const answer = response.of(set)
    const { id } = made(answer, 'draft')
    take(response)
    return { id, doubled: draft.id !== undefined && draft.id in (answer.notDestroyed ?? {}) }
  }

  /** What became of a message whose answers were lost: whether it was sent, and drafts that there are of it. */
  async traces(messageId: string): Promise<{ sent: Id | undefined; drafts: Id[] }> {
    const request = new Request()
    const accountId = this.client.accountId
    const query = request.call<QueryAnswer>('Email/query', { accountId, filter: { header: ['Message-ID', messageId] } })
    const get = request.call<GetAnswer<EmailHead>>('Email/get', { accountId, '#ids': query.at('/ids'), properties: ['id', 'keywords'] })
    const { list } = (await this.client.send(request)).of(get)
    return { sent: list.find(it => !it.keywords['$draft'])?.id, drafts: list.filter(it => it.keywords['$draft']).map(it => it.id) }
  }

  async discard(id: Id): Promise<void> {
    const request = new Request()
    const set = request.call<SetAnswer>('Email/set', { accountId: this.client.accountId, destroy: [id] })
    const take = this.sync.addTo(request)
    const response = await this.client.send(request)
    response.of(set)
    take(response)
  }

  /**
   * Hands a message to the server, which sends it after some seconds or at a time (RFC 8621 §7,
   * RFC 4865): a closed lid does not matter.
   */
  async send(draft: Draft, at?: Date): Promise<Sent> {
    const accountId = this.client.accountId
    const drafts = this.mailbox('drafts')
    const target = (at && this.store.roles.peek().get('scheduled')?.id) ?? this.mailbox('sent')
    const request = new Request()
    const set = request.call<SetAnswer>('Email/set', {
      accountId,
      create: { draft: toEmail(draft, drafts) },
      ...(draft.id ? { destroy: [draft.id] } : {}),
      ...(draft.answers ? { update: { [draft.answers.email]: { [`keywords/${draft.answers.keyword}`]: true } } } : {}),
    })
    const hold = at ? { HOLDUNTIL: at.toISOString().replace(/\.\d+Z$/, 'Z') } : { HOLDFOR: String(UNDO_SECONDS) }
    const submit = request.call<SetAnswer<EmailSubmission>>('EmailSubmission/set', {
      accountId,
      create: {
        send: {
          identityId: draft.identity.id,
          emailId: '#draft',
          envelope: {
            mailFrom: { email: draft.identity.email, parameters: hold },
            rcptTo: recipients(draft).map(({ email }) => ({ email, parameters: null })),
          },
        },
      },
      onSuccessUpdateEmail: {
        '#send': { [`mailboxIds/${drafts}`]: null, [`mailboxIds/${target}`]: true, 'keywords/$draft': null },
      },
    })
    const take = this.sync.addTo(request)
    const response = await this.client.send(request)
    const email = made(response.of(set), 'draft').id
    const submission = made(response.of(submit), 'send').id
    take(response)
    return { submission, email, undo: () => this.undo(submission, target) }
  }

  /** Takes a message back that waits; false when it is on its way. It is a draft again. */
  private async undo(submission: Id, from: Id): Promise<boolean> {
    const request = new Request()
    const drafts = this.mailbox('drafts')
    const cancel = request.call<SetAnswer<EmailSubmission>>('EmailSubmission/set', {
      accountId: this.client.accountId,
      update: { [submission]: { undoStatus: 'canceled' } },
      onSuccessUpdateEmail: {
        [submission]: { [`mailboxIds/${from}`]: null, [`mailboxIds/${drafts}`]: true, 'keywords/$draft': true },
      },
    })
    const response = await this.client.send(request)
    const canceled = submission in (response.of(cancel).updated ?? {})
    await this.sync.run()
    return canceled
  }

  private mailbox(role: 'drafts' | 'sent'): Id {
    const found = this.store.roles.peek().get(role)
    if (!found) throw new MethodRefused('Email/set', 'notFound', `no mailbox for ${role}`)
    return found.id
  }
}

function made<T>(answer: SetAnswer<T>, name: string): T {
  const found = answer.created?.[name]
  if (found) return found
  const problem: SetProblem = answer.notCreated?.[name] ?? { type: 'serverFail' }
  throw new MethodRefused('set', problem.type, problem.description ?? problem.properties?.join(', ') ?? problem.type)
}

function plain(email: string): Identity {
  return { id: '', name: '', email, replyTo: null, bcc: null, textSignature: '', htmlSignature: '', mayDelete: false }
}
