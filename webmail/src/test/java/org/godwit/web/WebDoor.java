package org.godwit.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.godwit.passkey.Ceremonies;
import org.godwit.server.OneServer;
import org.godwit.store.Database;
import org.godwit.store.account.AppPasswords;
import org.godwit.store.account.Passkeys;
import org.godwit.store.account.SecondFactors;
import org.godwit.store.account.Secrets;
import org.godwit.store.account.SignIn;
import org.godwit.store.account.WebSessions;
import org.godwit.store.mailbox.AccountIds;
import org.godwit.trust.Certificates;
import org.godwit.trust.sasl.Sasl;

/** A web door before the one mail server of the tests, on free ports of loopback. */
public final class WebDoor implements AutoCloseable {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final WebServer server;
  private final HttpClient client;

  private WebDoor(WebServer server, HttpClient client) {
    this.server = server;
    this.client = client;
  }

  /** Opens one with the parts that are made for these callers. */
  public static WebDoor open(OneServer mail, Function<Callers, List<WebPart>> parts) {
    return open(mail, 100, parts);
  }

  /** The same, for so many connections. */
  public static WebDoor open(
      OneServer mail, int connections, Function<Callers, List<WebPart>> parts) {
    Callers callers = callers(mail);
    WebSettings settings =
        new WebSettings(Optional.of(ANY), Optional.of(ANY), connections, 100, Optional.empty());
    try {
      WebServer server =
          WebServer.start(
              settings,
              mail.server().service(Certificates.class),
              parts.apply(callers),
              new OpenConnections.Patience(
                  Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofSeconds(2)));
      return new WebDoor(server, HttpClient.newBuilder().sslContext(mail.trusting()).build());
    } catch (WebProblem e) {
      throw new IllegalStateException(e);
    }
  }

  /** One with all that there is about signing in. */
  static WebDoor forSigningIn(OneServer mail) {
    org.godwit.server.MailServer server = mail.server();
    SignInPages pages =
        new SignInPages(
            server.service(SignIn.class),
            server.service(WebSessions.class),
            entrance(server),
            Optional.empty());
    Passkeys passkeys = server.service(Passkeys.class);
    Ceremonies ceremonies =
        new Ceremonies(
            passkeys,
            new Secrets(server.service(Database.class)).named("passkey-challenge"),
            Clock.systemUTC());
    return open(
        mail,
        callers ->
            List.of(
                WebPart.of("/", new FrontPage()),
                WebPart.of(
                    "/login/passkey/*",
                    new PasskeyPages(ceremonies, server.service(SignIn.class), entrance(server))),
                WebPart.of(
                    "/signin/passkeys/*",
                    new PasskeyApi(callers, server.service(SignIn.class), passkeys, ceremonies)),
                WebPart.of("/login", pages, SignInPages.MOST_BYTES),
                WebPart.of("/login/*", pages),
                WebPart.of("/logout", pages),
                WebPart.of("/signin/whoami", new WhoAmI(callers)),
                WebPart.of(
                    "/signin/*",
                    new SignInApi(
                        callers,
                        server.service(SignIn.class),
                        server.service(WebSessions.class),
                        server.service(AppPasswords.class),
                        server.service(SecondFactors.class)))));
  }

  static Entrance entrance(org.godwit.server.MailServer server) {
    return new Entrance(
        server.service(SignIn.class),
        server.service(WebSessions.class),
        server.service(AccountIds.class));
  }

  static Callers callers(OneServer mail) {
    return new Callers(
        mail.server().service(Sasl.class),
        mail.server().service(AccountIds.class),
        mail.server().service(WebSessions.class));
  }

  /** A request to a path, under TLS. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path));
  }

  public URI uri(String path) {
    return URI.create("https://localhost:" + server.https().orElseThrow().getPort() + path);
  }

  /** Where it listens under TLS. */
  public InetSocketAddress https() {
    return server.https().orElseThrow();
  }

  /** The same without TLS. */
  public URI clear(String path) {
    return URI.create("http://127.0.0.1:" + server.http().orElseThrow().getPort() + path);
  }

  public HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.timeout(Duration.ofMinutes(1)).build(), BodyHandlers.ofString());
  }

  public HttpResponse<byte[]> sendForBytes(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.timeout(Duration.ofMinutes(1)).build(), BodyHandlers.ofByteArray());
  }

  /** What an Authorization header says. */
  public static String basic(String user, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  /** A connection without TLS, to say bytes on. */
  Socket socket() throws IOException {
    Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), server.http().orElseThrow().getPort());
    socket.setSoTimeout(60_000);
    return socket;
  }

  /** Says something without TLS, and reads until the server closes. */
  String raw(String request) throws IOException {
    try (Socket socket = socket();
        InputStream in = socket.getInputStream()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
