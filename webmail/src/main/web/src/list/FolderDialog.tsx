import { Suspense } from 'preact/compat'
import { late } from '../context/late.tsx'
import type { Mailbox } from '../jmap/types.ts'
import type { Mail } from '../model/mail.ts'

const FolderForm = late<FolderWish>(() => import('./FolderForm.tsx'))

/** A folder to be changed, or to be made when there is none. */
export interface FolderWish {
  mail: Mail
  folder?: Mailbox
  close: () => void
  made?: (id: string) => void
}

/** Where a folder is named and put; nothing of it is loaded before. */
export const FolderDialog = (wish: FolderWish) => <Suspense fallback={null}><FolderForm {...wish} /></Suspense>
