package org.godwit.store.account;

import org.apache.james.core.Username;

/**
 * What another room does when an account comes or goes. Bound into a set; called after the change
 * is committed, by several threads at a time when many are added. Who may not miss a removal has to
 * look for owners without a person too, since a crash may come in between.
 */
public interface AccountHook {

  /** A person was added. May be called twice. */
  default void created(Username name) {}

  /** A person was suspended, or got another password: open sessions must end. */
  default void barred(Username name) {}

  /** A person was removed and cannot log in any more; their mail is to go as well. */
  default void removed(Username name) {}
}
