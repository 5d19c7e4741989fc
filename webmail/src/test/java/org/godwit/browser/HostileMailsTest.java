package org.godwit.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.godwit.server.OneServer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Mails that attack their reader, each brought by SMTP and opened in a browser: nothing runs,
 * nobody is asked but our server, and the words can be read.
 */
@ExtendWith({OneServer.class, OneBrowser.class})
class HostileMailsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path MAILS = Path.of("src/test/resources/org/godwit/browser/hostile");
  private static final String USING =
      "\"using\":[\"urn:ietf:params:jmap:core\",\"urn:ietf:params:jmap:mail\"]";

  @ParameterizedTest
  @ValueSource(strings = {"none", "proxy"})
  void nothingRunsAndNobodyIsAsked(String images, OneServer mail, OneBrowser browser)
      throws IOException {
    List<Path> files = files();
    assertThat(files).hasSizeGreaterThan(60);
    for (Path file : files) {
      String message = Files.readString(file, StandardCharsets.ISO_8859_1);
      mail.deliver("alice", message.replace("\n", "\r\n"));
    }
    Visit visit = browser.visit();
    Page page = visit.signIn(mail.address("alice"), OneServer.PASSWORD);
    visit.forgive("status of 404 .*/mail-image"); // that is ours, and finds nothing there
    SoftAssertions all = new SoftAssertions();
    bodies(page, files.size())
        .forEach(
            (subject, path) -> {
              page.navigate(visit.url(path + "?images=" + images));
              all.assertThat(page.title()).as("title of %s", subject).isEqualTo("Message");
              all.assertThat(page.innerText("body")).as("text of %s", subject).contains("readable");
              page.mouse().click(200, 100); // where an overlay would lie
              all.assertThat(visit.context().pages()).as("windows of %s", subject).hasSize(1);
              all.assertThat(visit.takeFaults()).as(subject).isEmpty();
            });
    all.assertAll();
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(MAILS)) {
      return files.sorted().toList();
    }
  }

  /** Paths of the pages of all mails, by subject, once all have arrived. */
  private static Map<String, String> bodies(Page page, int count) throws IOException {
    String account =
        ask(page, "/jmap/session", "")
            .at("/primaryAccounts")
            .get("urn:ietf:params:jmap:mail")
            .textValue();
    String request =
        """
        {%s, "methodCalls": [
          ["Email/query", {"accountId": "%2$s", "limit": 500}, "q"],
          ["Email/get", {"accountId": "%2$s", "properties": ["id", "subject", "htmlBody"],
            "#ids": {"resultOf": "q", "name": "Email/query", "path": "/ids"}}, "g"]]}
        """
            .formatted(USING, account);
    Map<String, String> paths = new TreeMap<>();
    await()
        .pollInSameThread() // a browser is for one thread
        .atMost(Duration.ofMinutes(5))
        .until(
            () -> {
              for (JsonNode email :
                  ask(page, "/jmap/api", request).at("/methodResponses/1/1/list")) {
                paths.put(
                    email.get("subject").textValue(),
                    "/mail-body/%s/%s/%s"
                        .formatted(
                            account,
                            email.get("id").textValue(),
                            email.at("/htmlBody/0/partId").textValue()));
              }
              return paths.size() == count;
            });
    return paths;
  }

  /** What our server answers to the page that is open; a POST when there is something to send. */
  private static JsonNode ask(Page page, String path, String json) throws IOException {
    Object text =
        page.evaluate(
            "async ([path, body]) => (await fetch(path, body ? {method: 'POST', body,"
                + " headers: {'Content-Type': 'application/json'}} : {})).text()",
            List.of(path, json));
    return JSON.readTree(text.toString());
  }
}
