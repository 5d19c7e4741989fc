import { useLanguage, useSurroundings, useText } from '../context/context.ts'
import type { EmailHead } from '../jmap/types.ts'
import type { MailList } from '../model/lists.ts'
import { keyword, move, type Patch } from '../model/patches.ts'
import type { Deed } from '../model/powers.ts'
import { Button } from '../ui/Button.tsx'

/** When all rows that are here are chosen: the offer to mean all of the list, also what is not here. */
export function Everything({ list }: { list: MailList }) {
  const { mail } = useSurroundings()
  const text = useText()
  const language = useLanguage()
  void list.version.value
  const progress = mail.bulk.progress.value
  if (progress) {
    return (
      <div class="everything" role="status">
        <progress value={progress.done} max={progress.all || 1} aria-label={text('list.working')} /> {language.number(progress.done)} / {language.number(progress.all)}
        <button type="button" onClick={() => mail.bulk.stop()}>{text('list.stop')}</button>
      </div>
    )
  }
  const chosen = mail.selection.chosen.value
  const known = list.known()
  if (chosen.size === 0 || chosen.size < known.length || known.length >= list.total) return null
  if (!mail.selection.everything.value) {
    return (
      <div class="everything">
        {text('list.chosen', { count: chosen.size })}
        <button type="button" onClick={() => (mail.selection.everything.value = true)}>{text('list.everything', { count: list.total })}</button>
      </div>
    )
  }
  const here = mail.mailbox.peek()?.id
  const may = (deed: Deed) => mail.actions.may(deed, mail.place, [...chosen])
  const to = (role: 'archive' | 'trash') => (head: EmailHead): Patch | undefined => {
    const target = mail.store.roles.peek().get(role)?.id
    return target ? move((here && head.mailboxIds[here] ? [here] : Object.keys(head.mailboxIds)).filter(id => id !== target), target) : undefined
  }
  const all = (said: string, patchOf: (head: EmailHead) => Patch | undefined) => () => void mail.changeAll(said, patchOf)
  return (
    <div class="everything" role="group" aria-label={text('list.everything', { count: list.total })}>
      <strong>{text('list.everythingChosen', { count: list.total })}</strong>
      {may('archive') && <Button kind="quiet" icon="archive" onClick={all('done.archived', to('archive'))}>{text('action.archive')}</Button>}
      {may('delete') && <Button kind="quiet" icon="trash" onClick={all('done.deleted', to('trash'))}>{text('action.delete')}</Button>}
      {may('read') && <Button kind="quiet" icon="mail-open" onClick={all('done.read', () => keyword('$seen', true))}>{text('action.read')}</Button>}
      <Button kind="quiet" onClick={() => mail.selection.clear()}>{text('action.cancel')}</Button>
    </div>
  )
}
