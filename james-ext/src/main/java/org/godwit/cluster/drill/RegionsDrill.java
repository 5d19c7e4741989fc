package org.godwit.cluster.drill;

import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * {@code scripts/regions-drill}: a drill against servers that run already. Ends with 0 when nothing
 * was lost, 1 when something was, 2 when it was called wrongly.
 */
public final class RegionsDrill {
  private static final String USAGE =
      """
      regions-drill --endpoint NAME=HOST:SMTP:SUBMISSION:IMAP[:HTTP] … --account ADDRESS:PASSWORD …
                    [--minutes 5] [--calm SECONDS] [--whole SECONDS] [--settle SECONDS]
                    [--clients 2]
                    [--tls] [--any-certificate] [--nemesis COMMAND]

        Clients deliver, submit, append, flag, move and remove at all endpoints, then everything is
        compared with what they were told. Use accounts that serve nothing else: they fill up.

        --endpoint         a server; give two or more, with the same accounts; HTTP compares what
                           JMAP shows, too
        --account          the password can be in a file: ADDRESS:@FILE
        --tls              submission, IMAP and HTTP begin with TLS (465, 993, 443)
        --any-certificate  do not look whose certificate it is
        --nemesis          is run with the number of the fault, does harm, undoes it, and prints
                           what it did; without it no harm is done
        --calm             between two faults; 20
        --whole            how long all may take to answer again before they are compared; 900
        --settle           for what was accepted and is still on its way; 300
      """;

  private final List<Endpoint> endpoints = new ArrayList<>();
  private final List<Account> accounts = new ArrayList<>();
  private Duration work = Duration.ofMinutes(5);
  private Duration calm = Duration.ofSeconds(20);
  private Duration whole = Duration.ofMinutes(15);
  private Duration settle = Duration.ofMinutes(5);
  private int clients = 2;
  private Nemesis nemesis = Nemesis.NONE;
  private boolean anyCertificate;

  private RegionsDrill() {}

  /** Runs a drill. */
  public static void main(String[] arguments)
      throws InterruptedException, GeneralSecurityException, IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    RegionsDrill drill = new RegionsDrill();
    try {
      drill.read(arguments);
    } catch (IllegalArgumentException e) {
      out.println("regions-drill: " + e.getMessage());
      out.print(USAGE);
      System.exit(2);
    }
    System.exit(drill.run(out) ? 0 : 1);
  }

  private void read(String[] arguments) throws IOException {
    boolean tls = List.of(arguments).contains("--tls");
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--tls" -> {
          // read already: endpoints may stand before it
        }
        case "--any-certificate" -> anyCertificate = true;
        case "--endpoint" -> endpoints.add(Endpoint.of(value(arguments, ++i), tls));
        case "--account" -> accounts.add(account(value(arguments, ++i)));
        case "--minutes" ->
            work = Duration.ofMillis((long) (Double.parseDouble(value(arguments, ++i)) * 60_000));
        case "--calm" -> calm = Duration.ofSeconds(Long.parseLong(value(arguments, ++i)));
        case "--whole" -> whole = Duration.ofSeconds(Long.parseLong(value(arguments, ++i)));
        case "--settle" -> settle = Duration.ofSeconds(Long.parseLong(value(arguments, ++i)));
        case "--clients" -> clients = Integer.parseInt(value(arguments, ++i));
        case "--nemesis" -> nemesis = new CommandNemesis(value(arguments, ++i));
        default -> throw new IllegalArgumentException("unknown: " + arguments[i]);
      }
    }
    if (endpoints.isEmpty() || accounts.isEmpty()) {
      throw new IllegalArgumentException("an endpoint and an account are needed");
    }
  }

  private static String value(String[] arguments, int at) {
    if (at >= arguments.length) {
      throw new IllegalArgumentException(arguments[at - 1] + " wants a value");
    }
    return arguments[at];
  }

  private static Account account(String text) throws IOException {
    Account read = Account.of(text);
    if (!read.password().startsWith("@")) {
      return read;
    }
    java.nio.file.Path file = java.nio.file.Path.of(read.password().substring(1));
    return new Account(read.address(), java.nio.file.Files.readString(file).strip());
  }

  private boolean run(PrintStream out) throws InterruptedException, GeneralSecurityException {
    SSLContext trust = anyCertificate ? anything() : SSLContext.getDefault();
    Drill drill =
        new Drill(
            endpoints, accounts, nemesis, trust, line -> out.printf(Locale.ROOT, "… %s%n", line));
    Drill.Result result = drill.run(new Drill.Plan(work, calm, whole, settle, clients));
    out.print(result.report());
    out.println(result.good() ? "nothing was lost" : "THIS MUST NOT BE");
    return result.good();
  }

  /** For a drill among servers with certificates that they made themselves; asked for by name. */
  private static SSLContext anything() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Everybody()}, null);
    return context;
  }

  private static final class Everybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      // nobody shows us one
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      // --any-certificate
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
      // nobody shows us one
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
      // --any-certificate
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      // nobody shows us one
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      // --any-certificate, nor whose name it has
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
