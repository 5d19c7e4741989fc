package org.godwit.mailflow;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.xbill.DNS.Cache;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.lookup.LookupSession;

/** Who answers our questions about names. Safe for many threads. */
@Singleton
public final class NameServers {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Optional<InetSocketAddress> server;
  private final Optional<Resolver> own;
  private final Cache cache = new Cache(DClass.IN);

  /** The machine's: those that James's {@code DNSService} made its defaults. */
  @Inject
  public NameServers() {
    this(Optional.empty());
  }

  /**
   * @param server is asked in the place of the machine's
   */
  public NameServers(Optional<InetSocketAddress> server) {
    this.server = server;
    this.own = server.map(NameServers::at);
  }

  private static Resolver at(InetSocketAddress address) {
    SimpleResolver resolver = new SimpleResolver(address);
    resolver.setTimeout(PATIENCE);
    return resolver;
  }

  /** One that nobody else uses, to be set up by the caller. */
  Resolver fresh() {
    Resolver resolver = server.map(NameServers::at).orElseGet(ExtendedResolver::new);
    resolver.setTimeout(PATIENCE);
    return resolver;
  }

  /** Asked anew for each question, because James sets its defaults when its own service starts. */
  public Resolver resolver() {
    return own.orElseGet(Lookup::getDefaultResolver);
  }

  public Cache cache() {
    return own.isPresent() ? cache : Lookup.getDefaultCache(DClass.IN);
  }

  /** For some questions. */
  public LookupSession session() {
    return LookupSession.builder().resolver(resolver()).cache(cache()).build();
  }
}
