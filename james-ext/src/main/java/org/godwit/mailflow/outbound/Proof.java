package org.godwit.mailflow.outbound;

import java.util.List;
import java.util.Objects;
import org.godwit.mailflow.outbound.dane.Tlsa;

/** What a server has to show before it gets mail. */
sealed interface Proof {

  /** Nothing: TLS where it can be had, with any certificate (7435 §3). */
  record Nothing() implements Proof {}

  /** TLS, with any certificate: DNS says that there is some, but not which (7672 §2.2). */
  record Encryption() implements Proof {}

  /**
   * TLS, with a certificate that authorities vouch for and that has the server's name (MTA-STS).
   */
  record Name() implements Proof {}

  /** The same, but it gets mail as well when it shows nothing: a policy is being tested. */
  record Trial() implements Proof {}

  /**
   * TLS, with a certificate that DNS names (7672).
   *
   * @param records of which one or more can be used
   * @param names that the server may have; the first is where the records are
   */
  record Dane(List<Tlsa> records, List<String> names) implements Proof {
    public Dane {
      records = List.copyOf(records);
      names = List.copyOf(names);
      Objects.requireNonNull(names.getFirst());
    }
  }

  /** Whether mail goes there under TLS alone. */
  default boolean needsTls() {
    return switch (this) {
      case Nothing nothing -> false;
      case Trial trial -> false;
      case Encryption encryption -> true;
      case Name name -> true;
      case Dane dane -> true;
    };
  }
}
