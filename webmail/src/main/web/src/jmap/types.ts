/** What JMAP says (RFC 8620, RFC 8621), as far as this client asks for it. */

export type Id = string

export interface Session {
  username: string
  apiUrl: string
  downloadUrl: string
  uploadUrl: string
  eventSourceUrl: string
  state: string
  capabilities: Record<string, unknown>
  accounts: Record<Id, Account>
  primaryAccounts: Record<string, Id>
  /** Told with the page, not by the session of JMAP: what Mailbox/get would answer. */
  mailboxes?: GetAnswer<Mailbox>
}

export interface Account {
  name: string
  isPersonal: boolean
  isReadOnly: boolean
  accountCapabilities: Record<string, unknown>
}

export type Role = 'inbox' | 'archive' | 'drafts' | 'sent' | 'trash' | 'junk' | 'all' | 'flagged' | 'important' | 'scheduled' | 'snoozed'

export interface Mailbox {
  id: Id
  name: string
  parentId: Id | null
  role: Role | null
  sortOrder: number
  totalEmails: number
  unreadEmails: number
  totalThreads: number
  unreadThreads: number
  isSubscribed: boolean
  myRights: Rights
  shareWith?: Record<Id, Rights> | null
}

export type Rights = Record<string, boolean>

/** Somebody, or a group of people (RFC 9670 §2). */
export interface Principal {
  id: Id
  type: 'individual' | 'group' | 'resource' | 'location' | 'other'
  name: string
  email: string | null
}

export interface Address {
  name: string | null
  email: string
}

/** What of a message can change. */
export interface EmailHead {
  id: Id
  threadId: Id
  mailboxIds: Record<Id, true>
  keywords: Record<string, true>
}

/** What a row of a list shows. */
export interface EmailRow extends EmailHead {
  from: Address[] | null
  to: Address[] | null
  subject: string | null
  receivedAt: string
  preview: string
  hasAttachment: boolean
  size: number
}

export interface BodyPart {
  partId: string | null
  blobId: Id | null
  size: number
  name: string | null
  type: string
  charset: string | null
  disposition: string | null
  cid: string | null
}

export interface BodyValue {
  value: string
  isEncodingProblem: boolean
  isTruncated: boolean
}

/** A message that is open. */
export interface EmailFull extends EmailRow {
  blobId: Id
  cc: Address[] | null
  bcc: Address[] | null
  replyTo: Address[] | null
  sender: Address[] | null
  sentAt: string | null
  messageId: string[] | null
  inReplyTo: string[] | null
  references: string[] | null
  textBody: BodyPart[]
  htmlBody: BodyPart[]
  attachments: BodyPart[]
  bodyValues: Record<string, BodyValue>
  headers?: { name: string; value: string }[]
  'header:Disposition-Notification-To:asAddresses'?: Address[] | null
  'header:List-Unsubscribe:asURLs'?: string[] | null
  'header:List-Unsubscribe-Post:asText'?: string | null
}

export interface Thread {
  id: Id
  emailIds: Id[]
}

export interface Identity {
  id: Id
  name: string
  email: string
  replyTo: Address[] | null
  bcc: Address[] | null
  textSignature: string
  htmlSignature: string
  mayDelete: boolean
}

export interface VacationResponse {
  id: 'singleton'
  isEnabled: boolean
  fromDate: string | null
  toDate: string | null
  subject: string | null
  textBody: string | null
  htmlBody: string | null
}

export interface EmailSubmission {
  id: Id
  emailId: Id
  identityId: Id
  sendAt: string
  undoStatus: 'pending' | 'final' | 'canceled'
}

/** A message that was put off; its id is that of the message. */
export interface Snooze {
  id: Id
  emailId: Id
  until: string
  mailboxId: Id
  fromMailboxIds: Record<Id, true>
}

export interface Snippet {
  emailId: Id
  subject: string | null
  preview: string | null
}

export interface Condition {
  inMailbox?: Id
  inMailboxOtherThan?: Id[]
  before?: string
  after?: string
  minSize?: number
  maxSize?: number
  hasKeyword?: string
  notKeyword?: string
  someInThreadHaveKeyword?: string
  hasAttachment?: boolean
  text?: string
  from?: string
  to?: string
  cc?: string
  bcc?: string
  subject?: string
  body?: string
  header?: string[]
}

export type Filter = Condition | { operator: 'AND' | 'OR' | 'NOT'; conditions: Filter[] }

export interface GetAnswer<T> {
  accountId: Id
  state: string
  list: T[]
  notFound: Id[]
}

export interface ChangesAnswer {
  accountId: Id
  oldState: string
  newState: string
  hasMoreChanges: boolean
  created: Id[]
  updated: Id[]
  destroyed: Id[]
}

export interface QueryAnswer {
  accountId: Id
  queryState: string
  canCalculateChanges: boolean
  position: number
  ids: Id[]
  total?: number
}

export interface QueryChangesAnswer {
  accountId: Id
  oldQueryState: string
  newQueryState: string
  removed: Id[]
  added: { id: Id; index: number }[]
  total?: number
}

export interface SetProblem {
  type: string
  description?: string | null
  properties?: string[]
}

export interface SetAnswer<T = { id: Id }> {
  accountId: Id
  oldState: string | null
  newState: string
  created: Record<string, T> | null
  updated: Record<Id, Partial<T> | null> | null
  destroyed: Id[] | null
  notCreated: Record<string, SetProblem> | null
  notUpdated: Record<Id, SetProblem> | null
  notDestroyed: Record<Id, SetProblem> | null
}
