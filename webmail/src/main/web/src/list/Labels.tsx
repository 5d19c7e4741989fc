import { useSurroundings, useText } from '../context/context.ts'
import type { EmailHead, Id, Mailbox } from '../jmap/types.ts'
import { hue } from '../model/addresses.ts'
import { Icon } from '../ui/Icon.tsx'

/** Folders of one's own that messages lie in, but for the one that is shown. */
function labelsOf(emails: readonly EmailHead[], mailboxes: ReadonlyMap<Id, Mailbox>, shown: Id | undefined): Mailbox[] {
  const ids = new Set(emails.flatMap(it => Object.keys(it.mailboxIds)))
  return [...ids].flatMap(id => mailboxes.get(id) ?? []).filter(it => !it.role && it.id !== shown)
}

/** The labels of messages as small marks; with `remove` each can be taken off. */
export function Labels({ emails, remove }: { emails: readonly EmailHead[]; remove?: (mailbox: Mailbox) => void }) {
  const { mail } = useSurroundings()
  const text = useText()
  const found = labelsOf(emails, mail.store.mailboxes.value, remove ? undefined : mail.mailbox.value?.id)
  return (
    <>
      {found.map(it => (
        <span key={it.id} class={`label hue-${hue({ name: null, email: it.name })}`}>
          <bdi>{it.name}</bdi>
          {remove && mail.actions.powers.mayTake(it.id) && (
            <button type="button" aria-label={text('label.remove', { name: it.name })} onClick={() => remove(it)}><Icon name="x" size={14} /></button>
          )}
        </span>
      ))}
    </>
  )
}
