import { useText } from '../context/context.ts'
import type { EmailFull } from '../jmap/types.ts'
import { verdict } from '../model/authentication.ts'
import { Icon } from '../ui/Icon.tsx'

/** Whether the sender is who they say, as far as the server found out. Without a word of it nothing is shown. */
export function AuthMark({ email }: { email: EmailFull }) {
  const text = useText()
  const found = verdict(email)
  if (found?.result !== 'pass') return null
  return (
    <span class="auth-mark" title={text('auth.pass', { domain: found.domain })}>
      <Icon name="shield-check" size={16} />
      <span class="visually-hidden">{text('auth.verified')}</span>
    </span>
  )
}

/** A warning above a message whose sender did not prove who they are. */
export function AuthWarning({ email }: { email: EmailFull }) {
  const text = useText()
  const found = verdict(email)
  if (found?.result !== 'fail') return null
  return (
    <p class="auth-warning" role="note">
      <Icon name="shield-alert" size={18} />
      <span>{text('auth.fail', { domain: found.domain, checks: found.failed.join(', ').toUpperCase() })}</span>
    </p>
  )
}
