import { useState } from 'preact/hooks'
import { useMail, useText } from '../context/context.ts'
import { useMoreTexts } from '../context/more.ts'
import type { Address, EmailFull } from '../jmap/types.ts'
import { display } from '../model/addresses.ts'
import { ANSWERED, sendReceipt } from '../model/receipts.ts'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'

/** Somebody wants to know that a message was read: nothing is said to them before one says so. */
export default function Receipt({ email, to }: { email: EmailFull; to: Address }) {
  const mail = useMail()
  const text = useText()
  const [busy, setBusy] = useState(false)
  if (!useMoreTexts()) return null
  const send = async () => {
    setBusy(true)
    try {
      await sendReceipt(mail.client, email, await mail.sending.whoAmI())
      mail.notices.say('receipt.sent', { name: display(to) })
      await mail.refresh()
    } finally {
      setBusy(false)
    }
  }
  return (
    <div class="images-bar" role="note">
      <Icon name="mail-check" size={18} />
      <span>{text('receipt.asked', { name: display(to) })}</span>
      <Button kind="quiet" disabled={busy} onClick={() => void mail.watch(send())}>{text('receipt.send')}</Button>
      <Button kind="quiet" disabled={busy} onClick={() => mail.actions.keyword(email.id, ANSWERED, true)}>{text('receipt.no')}</Button>
    </div>
  )
}
