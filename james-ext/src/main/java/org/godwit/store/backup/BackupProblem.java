package org.godwit.store.backup;

/** A backup cannot be made, read or restored. Its message is one line for an administrator. */
public final class BackupProblem extends Exception {
  private static final long serialVersionUID = 1L;

  public BackupProblem(String message) {
    super(message);
  }

  public BackupProblem(String message, Throwable cause) {
    super(message, cause);
  }
}
