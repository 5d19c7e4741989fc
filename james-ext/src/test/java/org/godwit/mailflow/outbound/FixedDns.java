package org.godwit.mailflow.outbound;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.godwit.mailflow.outbound.dane.Tlsa;

/** A DNS that knows what a test tells it. Names it was not told about do not exist. */
final class FixedDns implements MailDns {
  private final Map<String, List<Mx>> mx = new ConcurrentHashMap<>();
  private final Map<String, List<InetAddress>> hosts = new ConcurrentHashMap<>();
  private final Set<String> silent = new HashSet<>();

  FixedDns mx(String domain, int preference, String host) {
    mx.computeIfAbsent(domain, d -> new ArrayList<>()).add(new Mx(preference, host));
    return this;
  }

  FixedDns host(String name, String... addresses) {
    List<InetAddress> all = new ArrayList<>();
    for (String address : addresses) {
      all.add(InetAddresses.forString(address));
    }
    hosts.put(name, all);
    return this;
  }

  FixedDns silentAbout(String name) {
    silent.add(name);
    return this;
  }

  @Override
  public Answer<Mx> mx(String domain) throws NoSuchName, NoAnswer {
    check(domain);
    return new Answer<>(mx.getOrDefault(domain, List.of()), false, domain);
  }

  @Override
  public Answer<InetAddress> addresses(String host) throws NoSuchName, NoAnswer {
    check(host);
    return new Answer<>(hosts.getOrDefault(host, List.of()), false, host);
  }

  @Override
  public Answer<Tlsa> tlsa(String name) {
    return new Answer<>(List.of(), false, name);
  }

  private void check(String name) throws NoSuchName, NoAnswer {
    if (silent.contains(name)) {
      throw new NoAnswer(name, new IllegalStateException("SERVFAIL"));
    }
    if (!mx.containsKey(name) && !hosts.containsKey(name)) {
      throw new NoSuchName(name);
    }
  }
}
