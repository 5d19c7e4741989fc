package org.godwit.command;

import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepositoryException;
import org.godwit.store.account.Accounts;
import org.godwit.store.account.NewAccount;
import org.godwit.store.admin.FirstRun;

/** Lets the first person in: while nobody could log in, an account for the admin is made. */
final class FirstStart {

  private FirstStart() {}

  /** Makes the admin's account when there is none at all, and says its password, this once. */
  static void welcome(RunningServer server, PrintWriter out) throws Failure {
    Accounts accounts = server.mail().service(Accounts.class);
    FirstRun firstRun = server.mail().service(FirstRun.class);
    if (accounts.count() > 0) {
      if (firstRun.isPending()) {
        out.println();
        setUp(server, firstRun, out);
      }
      return;
    }
    Username admin = Username.of("admin@" + server.settings().domain());
    Password password = Password.made();
    try {
      accounts.create(new NewAccount(admin, password.text()));
      accounts.admin(admin, true);
    } catch (UsersRepositoryException e) {
      if (accounts.count() > 0) {
        return; // another site was first
      }
      throw Failure.failed("the account of the admin cannot be made: " + e.getMessage());
    }
    out.println();
    out.println("  Godwit's first start. Write this down, it is shown once:");
    out.println();
    address(server).ifPresent(url -> out.println("    webmail   " + url));
    out.println("    account   " + admin.asString());
    out.println("    password  " + password.text());
    out.println();
    out.println("  Another password: godwit account password " + admin.asString());
    out.println();
    setUp(server, firstRun, out);
  }

  /** Offers the wizard, until somebody has used it. The secret is where browsers tell no server. */
  private static void setUp(RunningServer server, FirstRun firstRun, PrintWriter out) {
    Optional<String> url = address(server);
    if (url.isPresent()) {
      out.println("  Or set the server up in a browser; this link works once, for a day:");
      out.println();
      out.println("    setup     " + url.get() + "admin/setup#" + firstRun.offer());
      out.println();
    }
    out.flush();
  }

  /** For a browser on this machine when we listen here only, else by our name. */
  private static Optional<String> address(RunningServer server) {
    return server
        .web()
        .https()
        .map(at -> url("https", 443, at, server))
        .or(() -> server.web().http().map(at -> url("http", 80, at, server)));
  }

  private static String url(String scheme, int usual, InetSocketAddress at, RunningServer server) {
    String host = at.getAddress().isLoopbackAddress() ? "localhost" : server.settings().hostname();
    return scheme + "://" + host + (at.getPort() == usual ? "" : ":" + at.getPort()) + "/";
  }
}
