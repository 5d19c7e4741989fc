package org.godwit.mailview.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.server.OneServer.PASSWORD;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.james.core.Username;
import org.godwit.mailview.ImageLinks;
import org.godwit.server.OneServer;
import org.godwit.store.Database;
import org.godwit.store.listing.AccountDirectory;
import org.godwit.web.WebDoor;
import org.godwit.web.WebPart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetching pictures for readers, from a server of other people's that is here. */
@ExtendWith(OneServer.class)
class ImageHandlerTest {
  private static final byte[] PNG = {
    (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'
  };

  private final ImageLinks links = new ImageLinks("a secret".getBytes(StandardCharsets.UTF_8));
  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> lookedUp = new ConcurrentLinkedQueue<>();
  private final Map<String, List<String>> names = new ConcurrentHashMap<>();
  private HttpServer others;
  private WebDoor door;
  private AddressPolicy policy;

  @BeforeEach
  void open(@TempDir Path folder) throws IOException {
    others = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    others.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().toString();
          asked.add(path + " " + exchange.getRequestHeaders().entrySet());
          byte[] body =
              path.startsWith("/svg")
                  ? "<svg onload='x()'/>".getBytes(StandardCharsets.UTF_8)
                  : path.startsWith("/large") ? Arrays.copyOf(PNG, 11 * 1024 * 1024) : PNG;
          exchange.getResponseHeaders().add("Content-Type", "image/png");
          exchange.getResponseHeaders().add("Set-Cookie", "who=you");
          if (path.startsWith("/to?")) {
            exchange.getResponseHeaders().add("Location", path.substring(4));
          }
          exchange.sendResponseHeaders(path.startsWith("/to?") ? 302 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    others.start();
    names.put("pictures.test.org", List.of("127.0.0.1"));
    policy =
        (address, port) -> address.isLoopbackAddress() && port == others.getAddress().getPort();
    Names lookUp =
        host -> {
          lookedUp.add(host);
          return names.getOrDefault(host, List.of()).stream()
              .map(ImageHandlerTest::literal)
              .toList();
        };
    ImageFetcher fetcher =
        new ImageFetcher(lookUp, (address, port) -> policy.allows(address, port));
    door =
        WebDoor.open(
            OneServer.running(),
            callers ->
                List.of(
                    WebPart.of("/mail-image", new ImageHandler(callers, links, fetcher, folder))));
  }

  private static InetAddress literal(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void close() {
    door.close();
    others.stop(0);
  }

  private String at(String path) {
    return "http://pictures.test.org:" + others.getAddress().getPort() + path;
  }

  private static long account(OneServer mail, String name) {
    return new AccountDirectory(mail.server().service(Database.class))
        .account(Username.of(mail.address(name)))
        .orElseThrow();
  }

  private HttpResponse<String> get(OneServer mail, String name, String path) throws Exception {
    return door.send(
        door.request(path).header("Authorization", WebDoor.basic(mail.address(name), PASSWORD)));
  }

  private HttpResponse<String> picture(OneServer mail, String url) throws Exception {
    return get(mail, "alice", links.link(account(mail, "alice"), url));
  }

  @Test
  void aPictureComesWithoutWhatCouldHarmOrTell(OneServer mail) throws Exception {
    HttpResponse<String> answer = picture(mail, at("/a.png?x=1"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().map())
        .containsEntry("content-type", List.of("image/png"))
        .containsEntry("x-content-type-options", List.of("nosniff"))
        .containsEntry("content-security-policy", List.of("sandbox; default-src 'none'"))
        .containsEntry("cross-origin-resource-policy", List.of("same-origin"))
        .containsEntry("cache-control", List.of("private, max-age=604800, immutable"))
        .doesNotContainKey("set-cookie");
    assertThat(asked).hasSize(1);
    assertThat(asked.peek())
        .startsWith("/a.png?x=1 ")
        .contains("Godwit mail image proxy")
        .doesNotContainIgnoringCase("cookie")
        .doesNotContainIgnoringCase("referer")
        .doesNotContain("forwarded");
  }

  @Test
  void aSecondReaderGetsWhatIsKeptAndNoCookieGoesBack(OneServer mail) throws Exception {
    picture(mail, at("/a.png"));
    assertThat(picture(mail, at("/a.png")).statusCode()).isEqualTo(200);
    assertThat(asked).hasSize(1);
    picture(mail, at("/b.png"));
    assertThat(asked).noneMatch(request -> request.contains("who=you"));
  }

  @Test
  void onlyAddressesThatWeSignedForThisReaderAreFetched(OneServer mail) throws Exception {
    String signed = links.link(account(mail, "alice"), at("/a.png"));
    assertThat(get(mail, "bob", signed).statusCode()).isEqualTo(403);
    assertThat(get(mail, "alice", signed.replace("a.png", "b.png")).statusCode()).isEqualTo(403);
    assertThat(get(mail, "alice", signed.replaceAll("&s=.*", "")).statusCode()).isEqualTo(403);
    assertThat(get(mail, "alice", "/mail-image").statusCode()).isEqualTo(403);
    assertThat(door.send(door.request(signed)).statusCode()).isEqualTo(401);
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/svg", "/large"})
  void whatIsNoPictureOrTooLargeIsNotPassedOn(String path, OneServer mail) throws Exception {
    assertThat(picture(mail, at(path)).statusCode()).isEqualTo(404);
    assertThat(asked).hasSize(1);
  }

  @Test
  void redirectsAreFollowedToOpenMachinesAndNotForever(OneServer mail) throws Exception {
    assertThat(picture(mail, at("/to?" + at("/a.png"))).statusCode()).isEqualTo(200);
    assertThat(picture(mail, at("/to?/b.png")).statusCode()).isEqualTo(200);
    asked.clear();
    names.put("inside.test.org", List.of("10.0.0.1"));
    for (String to :
        List.of(
            "http://inside.test.org:" + others.getAddress().getPort() + "/x",
            "http://localhost:" + others.getAddress().getPort() + "/x",
            "http://2130706433:" + others.getAddress().getPort() + "/x",
            "file:///etc/passwd",
            "ftp://pictures.test.org/x",
            "http://user@pictures.test.org/x")) {
      assertThat(picture(mail, at("/to?" + to)).statusCode()).as(to).isEqualTo(404);
    }
    assertThat(asked).allMatch(request -> request.startsWith("/to?"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "169.254.169.254", "::1", "fd00::1"})
  void aNameThatLeadsInsideIsNotAsked(String inside, OneServer mail) throws Exception {
    policy = AddressPolicy.PUBLIC;
    names.put("pictures.test.org", List.of("1.1.1.1", inside));
    assertThat(picture(mail, "http://pictures.test.org/x").statusCode()).isEqualTo(404);
    assertThat(lookedUp).containsExactly("pictures.test.org");
  }

  @Test
  void theAddressThatWasJudgedIsTheOneThatIsConnectedTo(OneServer mail) throws Exception {
    policy =
        (address, port) -> {
          names.put("pictures.test.org", List.of("127.0.0.2")); // another answer from now on
          return address.getHostAddress().equals("127.0.0.1");
        };
    assertThat(picture(mail, at("/a.png")).statusCode()).isEqualTo(200);
    assertThat(lookedUp).as("looked up once").containsExactly("pictures.test.org");
  }

  @Test
  void theKeyOfASignatureIsTheInstallationsOwn() {
    String link = links.link(1, "http://e.example.org/");
    String signature = link.substring(link.indexOf("&s=") + 3);
    assertThat(links.isOurs(1, "http://e.example.org/", signature)).isTrue();
    assertThat(links.isOurs(11, "http://e.example.org/", signature)).isFalse();
    assertThat(
            new ImageLinks("other".getBytes(StandardCharsets.UTF_8))
                .isOurs(1, "http://e.example.org/", signature))
        .isFalse();
    assertThat(URLEncoder.encode(signature, StandardCharsets.UTF_8)).isEqualTo(signature);
  }
}
