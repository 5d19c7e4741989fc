import { type Fetch } from '../jmap/client.ts'
import { Offline, RequestRefused, SignedOut } from '../jmap/problems.ts'

export interface BrowserSession {
  id: string
  agent: string
  address: string
  created: string
  used: string
  current: boolean
}

export interface AppPassword {
  id: string
  label: string
  scopes: string[]
  expires: string | null
  created: string
  lastUsed: string | null
  lastUsedFrom: string | null
}

export interface Passkey {
  id: string
  label: string
  lastUsed: string | null
}

/** What the browser makes a passkey of; bytes are base64url. */
export interface PasskeyOptions extends Record<string, unknown> {
  rp: { name: string; id?: string }
  user: { id: string; name: string; displayName: string }
  challenge: string
  pubKeyCredParams: { type: 'public-key'; alg: number }[]
  excludeCredentials: { type: 'public-key'; id: string }[]
}

export interface Totp {
  secret: string
  uri: string
  qr: string
}

/** What Godwit tells of how one signs in, and changes; see docs/signin.md. */
export class SignIns {
  private readonly fetch: Fetch

  constructor(fetch: Fetch) {
    this.fetch = fetch
  }

  async sessions(): Promise<BrowserSession[]> {
    return (await this.ask<{ sessions: BrowserSession[] }>('GET', 'sessions')).sessions
  }

  async endSession(id: string): Promise<void> {
    await this.ask('DELETE', `sessions/${id}`, {})
  }

  async endOthers(): Promise<void> {
    await this.ask('DELETE', 'sessions', {})
  }

  async appPasswords(): Promise<AppPassword[]> {
    return (await this.ask<{ appPasswords: AppPassword[] }>('GET', 'app-passwords')).appPasswords
  }

  async makeAppPassword(password: string, label: string, scopes: readonly string[]): Promise<string> {
    return (await this.ask<{ password: string }>('POST', 'app-passwords', { password, label, scopes })).password
  }

  async takeAppPassword(id: string): Promise<void> {
    await this.ask('DELETE', `app-passwords/${id}`, {})
  }

  async hasSecondFactor(): Promise<boolean> {
    return (await this.ask<{ on: boolean }>('GET', 'second-factor')).on
  }

  beginTotp(password: string): Promise<Totp> {
    return this.ask('POST', 'totp', { password })
  }

  async confirmTotp(code: string): Promise<string[]> {
    return (await this.ask<{ recoveryCodes: string[] }>('POST', 'totp/confirm', { code })).recoveryCodes
  }

  async endTotp(password: string): Promise<void> {
    await this.ask('DELETE', 'totp', { password })
  }

  async passkeys(): Promise<Passkey[]> {
    return (await this.ask<{ passkeys: Passkey[] }>('GET', 'passkeys')).passkeys
  }

  passkeyOptions(password: string): Promise<PasskeyOptions> {
    return this.ask('POST', 'passkeys/options', { password })
  }

  async addPasskey(made: { credential: unknown; user: string; label: string }): Promise<void> {
    await this.ask('POST', 'passkeys', made)
  }

  async removePasskey(id: string): Promise<void> {
    await this.ask('DELETE', `passkeys/${id}`, {})
  }

  private async ask<A>(method: string, what: string, body?: Record<string, unknown>): Promise<A> {
    let answer: Response
    try {
      answer = await this.fetch(`/signin/${what}`, {
        method,
        ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
      })
    } catch {
      throw new Offline()
    }
    if (answer.status === 401) throw new SignedOut()
    const told = answer.headers.get('content-type')?.includes('json') ? ((await answer.json()) as { detail?: string }) : {}
    if (!answer.ok) throw new RequestRefused(answer.status, told.detail ?? `status ${answer.status}`)
    return told as A
  }
}
