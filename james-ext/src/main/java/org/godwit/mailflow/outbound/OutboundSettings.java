package org.godwit.mailflow.outbound;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How mail leaves.
 *
 * @param hostname what we call ourselves in EHLO and in reports
 * @param smartHost all mail goes there; empty finds each domain's servers by MX
 * @param port where other servers listen; 25 but for tests and odd networks
 * @param backoff the pause after the first failed attempt, the second …; the last one repeats
 * @param giveUpAfter then the sender gets the mail back (5321 §4.5.4.1: at least 4 to 5 days)
 * @param warnAfter then the sender hears, once, that it takes longer
 * @param perDestination connections to one destination at a time
 * @param idle how long a connection waits for another mail to the same destination
 * @param bindAddress where connections start from; empty lets the system choose
 * @param refuseOwnAddresses whether a domain that points at this machine is a loop; off only where
 *     several servers share one machine
 * @param timeouts how long other servers may take
 */
public record OutboundSettings(
    String hostname,
    Optional<SmartHost> smartHost,
    int port,
    List<Duration> backoff,
    Duration giveUpAfter,
    Duration warnAfter,
    int perDestination,
    Duration idle,
    Optional<InetAddress> bindAddress,
    boolean refuseOwnAddresses,
    SmtpTimeouts timeouts) {

  public OutboundSettings {
    Objects.requireNonNull(hostname);
    Objects.requireNonNull(smartHost);
    Objects.requireNonNull(bindAddress);
    Objects.requireNonNull(timeouts);
    backoff = List.copyOf(backoff);
    if (backoff.isEmpty()) {
      throw new IllegalArgumentException("the backoff needs one pause or more");
    }
    if (perDestination < 1) {
      throw new IllegalArgumentException("one connection for each destination is the least");
    }
  }

  /** What suits nearly everybody: by MX, 5 minutes to 4 hours between attempts, for 5 days. */
  public static OutboundSettings defaults(String hostname) {
    return new OutboundSettings(
        hostname,
        Optional.empty(),
        25,
        List.of(
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(4)),
        Duration.ofDays(5),
        Duration.ofHours(4),
        5,
        Duration.ofSeconds(5),
        Optional.empty(),
        true,
        SmtpTimeouts.RFC);
  }

  /** The same through another server. */
  public OutboundSettings through(SmartHost other) {
    return new OutboundSettings(
        hostname,
        Optional.of(other),
        port,
        backoff,
        giveUpAfter,
        warnAfter,
        perDestination,
        idle,
        bindAddress,
        refuseOwnAddresses,
        timeouts);
  }

  /**
   * A server that takes all mail that leaves.
   *
   * @param security what it must offer before mail, or a password, is sent
   * @param verify when its certificate must prove its name
   * @param login user and password; empty sends without
   */
  public record SmartHost(
      String host, int port, Security security, Verify verify, Optional<Login> login) {
    public SmartHost {
      Objects.requireNonNull(host);
      Objects.requireNonNull(security);
      Objects.requireNonNull(verify);
      Objects.requireNonNull(login);
    }

    /** Whether nothing is sent to this address of it before it has proved its name. */
    boolean mustProve(InetSocketAddress address) {
      return switch (verify) {
        case ALWAYS -> true;
        case PASSWORD -> login.isPresent() && !address.getAddress().isLoopbackAddress();
        case NEVER -> false;
      };
    }
  }

  /** When a smart host's certificate must name it and be signed by an authority we know. */
  public enum Verify {
    /** When it gets a password, unless it is on this machine. */
    PASSWORD,
    /** Always; then there is no way without TLS either. */
    ALWAYS,
    /** Never: TLS keeps out those who only listen. */
    NEVER
  }

  /** A name and a password; the password is never printed. */
  public record Login(String user, String password) {
    @Override
    public String toString() {
      return user;
    }
  }

  /** What protects a connection to a smart host. */
  public enum Security {
    /** STARTTLS when it is offered; in clear when it is not, or when the handshake fails. */
    OPPORTUNISTIC,
    /** STARTTLS, or nothing is sent. */
    STARTTLS,
    /** TLS from the first byte (8314 §3.3). */
    IMPLICIT
  }
}
