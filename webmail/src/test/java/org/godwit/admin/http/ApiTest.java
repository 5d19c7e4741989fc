package org.godwit.admin.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.james.core.Username;
import org.godwit.admin.Operation;
import org.godwit.admin.Operations;
import org.godwit.admin.QueuedMail;
import org.godwit.command.AllParts;
import org.godwit.server.OneServer;
import org.godwit.store.account.Accounts;
import org.godwit.store.account.WebSessions.Shown;
import org.godwit.store.admin.AdminRoles;
import org.godwit.store.admin.Grant;
import org.godwit.web.WebDoor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The API of administration, as programs and pages meet it. */
@ExtendWith(OneServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private WebDoor door;

  @BeforeAll
  void open() {
    OneServer mail = OneServer.running();
    door = WebDoor.open(mail, callers -> AllParts.of(mail.server()));
  }

  @AfterAll
  void close() {
    door.close();
  }

  private AdminBrowser superadmin(OneServer mail, Shown shown) {
    String name = mail.address("root");
    mail.server().service(AdminRoles.class).grant(Username.of(name), Grant.ALL);
    return new AdminBrowser(door, mail, name, shown);
  }

  @Test
  void theDocumentDescribesEveryOperationAndNoOther() throws Exception {
    JsonNode document =
        AdminBrowser.json(door.send(door.request(ApiHandler.PATH + "/openapi.json")));
    assertThat(document.path("openapi").asText()).startsWith("3.1");
    Set<String> described = new TreeSet<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(method -> described.add(method + " " + path.getKey())));
    assertThat(described)
        .isEqualTo(
            Operations.ALL.stream()
                .map(each -> (each.changes() ? "post " : "get ") + each.path())
                .collect(Collectors.toCollection(TreeSet::new)));
    assertThat(document.findValuesAsText("operationId"))
        .doesNotHaveDuplicates()
        .hasSize(Operations.ALL.size())
        .contains("accountResetSecondFactor", "status");
  }

  @Test
  void everyOperationWorksThroughIt(OneServer mail) throws Exception {
    AdminBrowser browser = superadmin(mail, Shown.STRONG);
    Map<String, String> requests = requests(mail);
    List<String> missed = new ArrayList<>();
    for (Operation operation : Operations.ALL) {
      if (!requests.containsKey(operation.name()) && !operation.name().equals("tls renew")) {
        missed.add(operation.name());
      }
    }
    assertThat(missed).as("operations that no request here is for").isEmpty();
    for (Map.Entry<String, String> request : requests.entrySet()) {
      Operation operation =
          Operations.ALL.stream()
              .filter(each -> each.name().equals(request.getKey()))
              .findFirst()
              .orElseThrow();
      HttpResponse<String> answer = ask(browser, operation, request.getValue());
      assertThat(answer.statusCode()).as(request + " " + answer.body()).isEqualTo(200);
    }
    HttpResponse<String> renewal = browser.post("/tls/renew", "{}");
    assertThat(renewal.statusCode()).as("no authority is set here").isEqualTo(409);
  }

  private static HttpResponse<String> ask(AdminBrowser browser, Operation operation, String values)
      throws Exception {
    if (operation.takesFile()) {
      return browser.post(operation.path(), "text/csv", values);
    }
    if (operation.changes()) {
      return browser.post(operation.path(), values);
    }
    StringBuilder query = new StringBuilder("?");
    ((ObjectNode) JSON.readTree(values))
        .properties()
        .forEach(
            each ->
                query
                    .append(each.getKey())
                    .append('=')
                    .append(URLEncoder.encode(each.getValue().asText(), StandardCharsets.UTF_8))
                    .append('&'));
    return browser.get(operation.path() + query);
  }

  /** One request for each operation, in an order in which all of them work. */
  private static Map<String, String> requests(OneServer mail) {
    String retried = String.valueOf(QueuedMail.put(mail, "a@api.example", "b@api.example"));
    String released = String.valueOf(QueuedMail.put(mail, "a@api.example", "b@api.example"));
    Map<String, String> all = new LinkedHashMap<>();
    String person = "{'address':'ann@api.example'}";
    String domain = "{'domain':'api.example'}";
    all.put("domain add", domain);
    all.put("domain list", "{}");
    all.put("domain dns", domain);
    all.put("domain dkim", domain);
    all.put("account create", "{'address':'ann@api.example','password':'secret','quota':'1GB'}");
    all.put("account import", "bob@api.example,secret\n");
    all.put("account list", "{}");
    all.put("account show", person);
    all.put("account password", "{'address':'ann@api.example','password':'other'}");
    all.put("account quota", "{'address':'ann@api.example','quota':'2GB'}");
    all.put("account suspend", person);
    all.put("account resume", person);
    all.put("account undelete", person);
    all.put("account app-passwords", person);
    all.put("account sessions", person);
    all.put("account end-sessions", person);
    all.put("alias add", "{'alias':'a@api.example','address':'ann@api.example'}");
    all.put("alias list", "{}");
    all.put("alias remove", "{'alias':'a@api.example'}");
    all.put("group add", "{'group':'all@api.example','member':['ann@api.example','x@y.example']}");
    all.put("group list", "{}");
    all.put("group members", "{'group':'all@api.example'}");
    all.put("group remove", "{'group':'all@api.example','member':['x@y.example']}");
    all.put("shared create", "{'address':'team@api.example','member':['ann@api.example']}");
    all.put("shared list", "{}");
    all.put("shared members", "{'address':'team@api.example'}");
    all.put("shared add", "{'address':'team@api.example','member':['ann@api.example']}");
    all.put("shared remove", "{'address':'team@api.example','member':['ann@api.example']}");
    all.put("catch-all set", "{'domain':'api.example','address':'ann@api.example'}");
    all.put("catch-all list", "{}");
    all.put("catch-all remove", domain);
    all.put("tls status", "{}");
    all.put("alert list", "{}");
    all.put("alert test", "{}");
    all.put("backup now", "{}");
    all.put("backup list", "{}");
    all.put("settings show", "{}");
    all.put("queue list", "{'quarantine':'true'}");
    all.put("queue show", "{'id':'" + retried + "'}");
    all.put("queue retry", "{'id':['" + retried + "']}");
    all.put("queue release", "{'id':['" + released + "']}");
    all.put("queue delete", "{'id':['" + retried + "','" + released + "']}");
    all.put("search status", person);
    all.put("search reindex", person);
    all.put("role grant", "{'address':'ann@api.example','role':'auditor'}");
    all.put("role list", "{}");
    all.put("role mine", "{}");
    all.put("role revoke", "{'address':'ann@api.example','role':'auditor'}");
    all.put("token create", "{'label':'x','role':'auditor','owner':'ann@api.example'}");
    all.put("token list", "{}");
    all.put("audit list", "{}");
    all.put("audit export", "{}");
    all.put("audit verify", "{}");
    all.put("status", "{}");
    all.replaceAll((name, values) -> values.replace('\'', '"'));
    ready(mail, all);
    return all;
  }

  /** Those that need something to be there before. */
  private static void ready(OneServer mail, Map<String, String> all) {
    PreparedPerson person = new PreparedPerson(mail, mail.address("prepared"));
    all.put("token revoke", person.token());
    all.put("account reset-second-factor", person.secondFactor());
    all.put("account revoke-app-password", person.appPassword());
    String domain = "{\"domain\":\"api.example\"}";
    all.put("domain dkim-rotate", domain);
    all.put("domain dkim-activate", domain);
    all.put("domain dkim-forget", person.retiredKey());
    all.put("account delete", "{\"address\":\"ann@api.example\"}");
    all.put("account restore", "{\"address\":\"ann@api.example\"}");
    all.put("domain remove", person.emptyDomain());
  }

  @Test
  void aPasswordIsMadeForWhoeverGivesNone(OneServer mail) throws Exception {
    AdminBrowser browser = superadmin(mail, Shown.STRONG);
    JsonNode made =
        AdminBrowser.json(
            browser.post("/account/create", "{\"address\":\"made-by-api@example.test\"}"));
    assertThat(made.path("password").asText()).hasSizeGreaterThan(20);
    assertThat(mail.server().service(Accounts.class).find(Username.of("made-by-api@example.test")))
        .isPresent();
  }

  @Test
  void nobodyIsLetInWithoutTwoFactorsARoleAndAPageOfOurs(OneServer mail) throws Exception {
    AdminBrowser strong = superadmin(mail, Shown.STRONG);
    assertThat(strong.get("/status").statusCode()).isEqualTo(200);

    assertThat(door.send(door.request("/admin/api/status")).statusCode()).isEqualTo(401);
    assertThat(superadmin(mail, Shown.HALF).get("/status").statusCode()).isEqualTo(401);
    HttpResponse<String> weak = superadmin(mail, Shown.ENOUGH).get("/status");
    assertThat(weak.statusCode()).isEqualTo(403);
    assertThat(weak.body()).contains("second factor");
    AdminBrowser nobody = new AdminBrowser(door, mail, mail.address("nobody"), Shown.STRONG);
    assertThat(nobody.get("/role/mine").statusCode()).isEqualTo(403);
    assertThat(
            door.send(strong.bare("/status").header("Sec-Fetch-Site", "cross-site")).statusCode())
        .isEqualTo(403);
    assertThat(
            door.send(
                    strong
                        .bare("/status")
                        .uri(door.clear("/admin/api/status"))
                        .header("Origin", "https://evil.example"))
                .statusCode())
        .isEqualTo(403);
    mail.server().service(Accounts.class).admin(Username.of(mail.address("root")), false);
    assertThat(strong.get("/status").statusCode()).as("a role ends at once").isEqualTo(403);
  }

  @Test
  void anotherSitesPageChangesNothing(OneServer mail) throws Exception {
    AdminBrowser browser = superadmin(mail, Shown.STRONG);
    String json = "{\"address\":\"" + mail.address("victim") + "\"}";
    List<String[]> attacks =
        List.of(
            new String[] {"Sec-Fetch-Site", "cross-site"},
            new String[] {"Sec-Fetch-Site", "same-site"},
            new String[] {"Origin", "https://evil.example"},
            new String[] {"Origin", "null"},
            new String[] {"X-Nothing", "said by no browser"});
    for (String[] attack : attacks) {
      HttpResponse<String> answer =
          door.send(
              browser
                  .bare("/account/delete")
                  .header("Content-Type", "application/json")
                  .header(attack[0], attack[1])
                  .POST(BodyPublishers.ofString(json)));
      assertThat(answer.statusCode()).as(attack[1]).isIn(401, 403);
    }
    for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "text/csv")) {
      assertThat(browser.post("/account/delete", type, json).statusCode()).as(type).isEqualTo(415);
    }
    assertThat(mail.server().service(Accounts.class).find(Username.of(mail.address("victim"))))
        .isPresent();
  }

  @Test
  void whatIsNotUnderstoodIsRefusedInWords(OneServer mail) throws Exception {
    AdminBrowser browser = superadmin(mail, Shown.STRONG);
    assertThat(browser.get("/nothing").statusCode()).isEqualTo(404);
    HttpResponse<String> read = browser.get("/account/delete?address=a@b.example");
    assertThat(read.statusCode()).isEqualTo(405);
    assertThat(read.headers().firstValue("allow")).contains("POST");
    for (String body : List.of("[]", "{", "null", "{\"adress\":\"x\"}", "{\"address\":\"x\"}")) {
      HttpResponse<String> answer = browser.post("/account/delete", body);
      assertThat(answer.statusCode()).as(body).isEqualTo(400);
      assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
    }
    assertThat(browser.get("/account/show?address=nobody@example.test").statusCode())
        .isEqualTo(409);
  }

  @Test
  void whoeverAsksTooOftenHasToWait(OneServer mail) throws Exception {
    AdminBrowser browser = superadmin(mail, Shown.STRONG);
    int asked = 0;
    HttpResponse<String> answer = browser.get("/role/mine");
    while (answer.statusCode() == 200 && asked++ < 5_000) {
      answer = browser.get("/role/mine");
    }
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("retry-after")).isPresent();
    assertThat(asked).isGreaterThan(200);
  }
}
