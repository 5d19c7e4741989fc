import type { PasskeyOptions } from '../model/signins.ts'

const bytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0))

const base64url = (buffer: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')

/** Has the browser make a passkey; gives back what the server wants to know of it (WebAuthn §5.1.3). */
export async function createPasskey(options: PasskeyOptions): Promise<{ credential: unknown; user: string }> {
  const user = options.user.id
  const credential = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(user) },
      excludeCredentials: options.excludeCredentials.map(it => ({ ...it, id: bytes(it.id) })),
    },
  }) as PublicKeyCredential
  const { clientDataJSON, attestationObject } = credential.response as AuthenticatorAttestationResponse
  return {
    user,
    credential: {
      id: credential.id,
      rawId: base64url(credential.rawId),
      type: credential.type,
      clientExtensionResults: {},
      response: { clientDataJSON: base64url(clientDataJSON), attestationObject: base64url(attestationObject) },
    },
  }
}
