package org.godwit.trust.dkim;

/** Why a signature does not count, for {@link DkimVerifier}'s result. */
public final class DkimProblem extends Exception {
  private static final long serialVersionUID = 1L;

  private final DkimResult.Status status;

  private DkimProblem(DkimResult.Status status, String reason) {
    super(reason, null, false, false);
    this.status = status;
  }

  static DkimProblem permanent(String reason) {
    return new DkimProblem(DkimResult.Status.PERMERROR, reason);
  }

  static DkimProblem policy(String reason) {
    return new DkimProblem(DkimResult.Status.POLICY, reason);
  }

  static DkimProblem failed(String reason) {
    return new DkimProblem(DkimResult.Status.FAIL, reason);
  }

  /** The key cannot be had now. */
  public static DkimProblem temporary(String reason) {
    return new DkimProblem(DkimResult.Status.TEMPERROR, reason);
  }

  DkimResult.Status status() {
    return status;
  }
}
