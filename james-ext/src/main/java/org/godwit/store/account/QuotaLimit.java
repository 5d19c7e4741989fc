package org.godwit.store.account;

/** The limit of an account as a part of statements: the nearest that was set counts. */
public final class QuotaLimit {

  private QuotaLimit() {}

  /**
   * An expression for the limit; 2^63-1 where there is none.
   *
   * @param column {@code messages} or {@code bytes}
   * @param alias of the row whose column {@code name} is the account's
   */
  public static String of(String column, String alias) {
    return """
        coalesce((SELECT l.%1$s FROM quota_limit l WHERE l.name = %2$s.name),
                 (SELECT l.%1$s FROM quota_limit l
                   WHERE l.name = '@' || split_part(%2$s.name, '@', 2)),
                 (SELECT l.%1$s FROM quota_limit l WHERE l.name = ''),
                 9223372036854775807)
        """
        .formatted(column, alias);
  }
}
