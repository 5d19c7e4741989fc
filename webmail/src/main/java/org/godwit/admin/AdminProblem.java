package org.godwit.admin;

/** A request that is not done. An answer to the admin, not an accident: it has no stack trace. */
public final class AdminProblem extends Exception {
  private static final long serialVersionUID = 1L;

  /** Whose fault it is. */
  public enum Kind {
    /** It was not understood. */
    MALFORMED(400),
    /** Who asks may not ask for it. */
    FORBIDDEN(403),
    /** Its content is of another type than expected. */
    OTHER_TYPE(415),
    /** It is not possible as things are. */
    REFUSED(409),
    /** It is not possible now. */
    UNAVAILABLE(503),
    /** A fault of ours. */
    FAULT(500);

    private final int status;

    Kind(int status) {
      this.status = status;
    }

    /** Of HTTP. */
    public int status() {
      return status;
    }

    static Kind of(int status) {
      for (Kind kind : values()) {
        if (kind.status == status) {
          return kind;
        }
      }
      return FAULT;
    }
  }

  private final Kind kind;

  public AdminProblem(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  static AdminProblem malformed(String message) {
    return new AdminProblem(Kind.MALFORMED, message);
  }

  static AdminProblem forbidden(String message) {
    return new AdminProblem(Kind.FORBIDDEN, message);
  }

  static AdminProblem refused(String message) {
    return new AdminProblem(Kind.REFUSED, message);
  }

  public Kind kind() {
    return kind;
  }
}
