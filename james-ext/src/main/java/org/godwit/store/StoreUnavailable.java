package org.godwit.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/**
 * The database or the object storage could not be asked, or is out of room. Always temporary, and
 * nothing was changed unless it is {@link #inDoubt}: SMTP answers 451 or 452, IMAP {@code NO
 * [UNAVAILABLE]}, HTTP 503.
 */
public final class StoreUnavailable extends StoreException {
  private static final long serialVersionUID = 1L;

  private final boolean full;

  public StoreUnavailable(String doing, boolean full, Throwable cause) {
    super(doing, cause);
    this.full = full;
  }

  /** Whether the reason is a full disk, which an administrator has to mend. */
  public boolean full() {
    return full;
  }

  /** Whether the database was lost before it answered, and may have done what it was asked for. */
  public boolean inDoubt() {
    return getCause() instanceof SQLException lost
        && !(lost instanceof SQLTransientConnectionException) // there was none to ask
        && lost.getSQLState() != null
        && (lost.getSQLState().startsWith("08") || lost.getSQLState().startsWith("57P"));
  }
}
