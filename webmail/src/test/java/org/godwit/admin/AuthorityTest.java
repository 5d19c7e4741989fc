package org.godwit.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.assertj.core.api.SoftAssertions;
import org.godwit.server.OneServer;
import org.godwit.store.Database;
import org.godwit.store.account.Accounts;
import org.godwit.store.account.NewAccount;
import org.godwit.store.admin.AdminRoles;
import org.godwit.store.admin.Grant;
import org.godwit.store.admin.Role;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Who may call what, as a table: every operation, every role, in the role's own domain and in
 * another one. The table is written by hand, and not made from what it checks.
 */
@ExtendWith(OneServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthorityTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OWN = "own.example";
  private static final String OTHER = "other.example";

  /**
   * Operation; what it is told, where {@code ~} is the domain that is tried and {@code #} a mail of
   * it; then for domain-admin, helpdesk and auditor of a domain: y may there, - may not, r is shown
   * what is of their domain only.
   */
  private static final String TABLE =
      """
      domain add                  ; {"domain":"~"}                                  ; - - -
      domain remove               ; {"domain":"~"}                                  ; - - -
      domain list                 ; {}                                              ; r r r
      domain dns                  ; {"domain":"~"}                                  ; y y y
      domain dkim                 ; {"domain":"~"}                                  ; y y y
      domain dkim-rotate          ; {"domain":"~"}                                  ; y - -
      domain dkim-activate        ; {"domain":"~"}                                  ; y - -
      domain dkim-forget          ; {"domain":"~","selector":"x"}                   ; y - -
      account create              ; {"address":"new@~","password":"p"}              ; y - -
      account import              ; imported@~,secret                               ; r - -
      account list                ; {}                                              ; r r r
      account show                ; {"address":"ann@~"}                             ; y y y
      account delete              ; {"address":"ann@~"}                             ; y - -
      account restore             ; {"address":"ann@~"}                             ; y - -
      account password            ; {"address":"ann@~","password":"p"}              ; y y -
      account quota               ; {"address":"ann@~","quota":"1GB"}               ; y - -
      account suspend             ; {"address":"ann@~"}                             ; y - -
      account resume              ; {"address":"ann@~"}                             ; y - -
      account undelete            ; {"address":"ann@~"}                             ; y - -
      account reset-second-factor ; {"address":"ann@~"}                             ; y y -
      account app-passwords       ; {"address":"ann@~"}                             ; y y y
      account revoke-app-password ; {"address":"ann@~","id":"x"}                    ; y y -
      account sessions            ; {"address":"ann@~"}                             ; y y y
      account end-sessions        ; {"address":"ann@~"}                             ; y y -
      alias add                   ; {"alias":"a@~","address":"ann@own.example"}     ; y - -
      alias add                   ; {"alias":"a@own.example","address":"ann@~"}     ; y - -
      alias remove                ; {"alias":"alias@~"}                             ; y - -
      alias list                  ; {}                                              ; r r r
      alias list                  ; {"address":"ann@~"}                             ; y y y
      group add                   ; {"group":"g@~","member":["ann@own.example"]}    ; y - -
      group add                   ; {"group":"g@own.example","member":["ann@~"]}    ; y - -
      group remove                ; {"group":"group@~"}                             ; y - -
      group list                  ; {}                                              ; r r r
      group members               ; {"group":"group@~"}                             ; y y y
      shared create               ; {"address":"team@~","member":["ann@~"]}         ; y - -
      shared create               ; {"address":"t@own.example","member":["ann@~"]}  ; y - -
      shared list                 ; {}                                              ; r r r
      shared members              ; {"address":"team@~"}                            ; y y y
      shared add                  ; {"address":"team@~","member":["ann@~"]}         ; y - -
      shared remove               ; {"address":"team@~","member":["ann@~"]}         ; y - -
      catch-all list              ; {}                                              ; r r r
      catch-all set               ; {"domain":"~","address":"x@elsewhere.example"}  ; y - -
      catch-all set               ; {"domain":"own.example","address":"ann@~"}      ; y - -
      catch-all remove            ; {"domain":"~"}                                  ; y - -
      queue list                  ; {}                                              ; r r r
      queue show                  ; {"id":"#"}                                      ; y y y
      queue retry                 ; {"id":["#"]}                                    ; y - -
      queue release               ; {"id":["#"]}                                    ; y - -
      queue delete                ; {"id":["#"]}                                    ; y - -
      search status               ; {"address":"ann@~"}                             ; y y y
      search reindex              ; {"address":"ann@~"}                             ; y - -
      role list                   ; {}                                              ; - - r
      role grant                  ; {"address":"ann@~","role":"auditor"}            ; - - -
      role revoke                 ; {"address":"ann@~","role":"auditor"}            ; - - -
      role mine                   ; {}                                              ; r r r
      token create                ; {"label":"x","role":"helpdesk","domain":["~"]}  ; r r r
      token list                  ; {}                                              ; r r r
      token revoke                ; {"id":"00000000-0000-0000-0000-000000000000"}   ; r r r
      audit list                  ; {}                                              ; - - r
      audit export                ; {}                                              ; - - -
      audit verify                ; {}                                              ; - - -
      alert list                  ; {}                                              ; - - -
      alert test                  ; {}                                              ; - - -
      backup now                  ; {}                                              ; - - -
      backup list                 ; {}                                              ; - - -
      tls status                  ; {}                                              ; - - -
      tls renew                   ; {}                                              ; - - -
      settings show               ; {}                                              ; - - -
      status                      ; {}                                              ; - - -
      """;

  private static final List<Role> LIMITED = List.of(Role.DOMAIN_ADMIN, Role.HELPDESK, Role.AUDITOR);

  private record Line(Operation operation, String told, List<String> may) {

    static Line of(String text) {
      String[] parts = text.split(";", -1);
      Operation operation =
          Operations.ALL.stream()
              .filter(each -> each.name().equals(parts[0].strip()))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no such operation: " + parts[0]));
      return new Line(operation, parts[1].strip(), List.of(parts[2].strip().split(" ", -1)));
    }
  }

  private OneServer mail;
  private Administration administration;
  private long ownMail;
  private long otherMail;

  @BeforeAll
  void populate() throws Exception {
    mail = OneServer.running();
    administration =
        new Administration(
            mail.server()::service,
            () ->
                new ServerStatus(
                    "test", "mail.test", Instant.EPOCH, List.of(), List.of(), 0, List.of()),
            List::of);
    for (String domain : List.of(OWN, OTHER)) {
      mail.server().service(DomainList.class).addDomain(Domain.of(domain));
      for (String name : List.of("ann", "boss")) {
        mail.server()
            .service(Accounts.class)
            .create(new NewAccount(Username.of(name + "@" + domain), "secret"));
      }
      AdminRoles roles = mail.server().service(AdminRoles.class);
      roles.grant(Username.of("boss@" + domain), Grant.ALL);
      Actor root = actor(Grant.ALL);
      ask(root, "alias add", "{\"alias\":\"alias@%s\",\"address\":\"ann@%s\"}", domain, domain);
      ask(root, "group add", "{\"group\":\"group@%s\",\"member\":[\"ann@%s\"]}", domain, domain);
    }
    ownMail = QueuedMail.put(mail, "x@elsewhere.example", "ann@" + OWN);
    otherMail = QueuedMail.put(mail, "x@elsewhere.example", "ann@" + OTHER);
  }

  private static Actor actor(Grant grant) {
    return new Actor("somebody@" + OWN, Actor.Way.BROWSER, "192.0.2.1", Set.of(grant));
  }

  private static Actor of(Role role, String domain) {
    return actor(new Grant(role, Optional.of(Domain.of(domain))));
  }

  private static Stream<Line> lines() {
    return TABLE.lines().map(Line::of);
  }

  @FormatMethod
  private Administration.Reply ask(
      Actor actor, String name, @FormatString String told, Object... holes) throws AdminProblem {
    Operation operation =
        Operations.ALL.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    return ask(actor, operation, told.formatted(holes));
  }

  private Administration.Reply ask(Actor actor, Operation operation, String told)
      throws AdminProblem {
    InputStream file = new ByteArrayInputStream(told.getBytes(StandardCharsets.UTF_8));
    return administration.run(
        actor, operation, operation.takesFile() ? JSON.createObjectNode() : json(told), file);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  private String in(String domain, String told) {
    return told.replace("~", domain)
        .replace("#", String.valueOf(domain.equals(OWN) ? ownMail : otherMail));
  }

  @Test
  void theTableNamesEveryOperation() {
    assertThat(lines().map(Line::operation).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(Operations.ALL);
  }

  @Test
  void everyRoleMayInItsOwnDomainWhatTheTableSays() {
    Authority authority = new Authority(mail.server()::service);
    SoftAssertions all = new SoftAssertions();
    lines()
        .forEach(
            line -> {
              for (int i = 0; i < LIMITED.size(); i++) {
                Actor actor = of(LIMITED.get(i), OWN);
                String told = line.operation().takesFile() ? "{}" : in(OWN, line.told());
                all.assertThat(allows(authority, actor, line.operation(), told))
                    .as("%s by %s: %s", line.operation().name(), LIMITED.get(i), told)
                    .isEqualTo(!line.may().get(i).equals("-"));
              }
              String told = line.operation().takesFile() ? "{}" : in(OTHER, line.told());
              all.assertThat(allows(authority, actor(Grant.ALL), line.operation(), told))
                  .as("%s by a superadmin", line.operation().name())
                  .isTrue();
              all.assertThat(
                      allows(
                          authority,
                          new Actor("x", Actor.Way.BROWSER, "", Set.of()),
                          line.operation(),
                          told))
                  .as("%s by nobody", line.operation().name())
                  .isFalse();
            });
    all.assertAll();
  }

  private static boolean allows(
      Authority authority, Actor actor, Operation operation, String told) {
    try {
      authority.decide(
          actor, operation, new Told(json(told), InputStream.nullInputStream(), actor, null));
      return true;
    } catch (AdminProblem e) {
      return false;
    }
  }

  @Test
  void noRoleReachesAnotherDomainByAnyOperation() {
    SoftAssertions all = new SoftAssertions();
    List<String> before = everythingOfTheOtherDomain();
    lines()
        .forEach(
            line -> {
              for (Role role : LIMITED) {
                String what = line.operation().name() + " by " + role + ": " + line.told();
                all.assertThat(told(of(role, OWN), line)).as(what).doesNotContain(OTHER);
                all.assertThat(everythingOfTheOtherDomain()).as(what).isEqualTo(before);
              }
            });
    all.assertAll();
  }

  /** What is answered when an operation is asked for in the other domain, without its refusal. */
  private String told(Actor actor, Line line) {
    try {
      Administration.Reply reply = ask(actor, line.operation(), in(OTHER, line.told()));
      if (line.operation().takesFile()) {
        assertThat(reply.complete()).isFalse();
        return "";
      }
      return JSON.writeValueAsString(reply.body());
    } catch (AdminProblem refused) {
      assertThat(refused.kind())
          .as(line.operation().name())
          .isIn(AdminProblem.Kind.FORBIDDEN, AdminProblem.Kind.REFUSED);
      return "";
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** Every row that speaks of the other domain, in every table but those of mail itself. */
  private List<String> everythingOfTheOtherDomain() {
    List<String> tables =
        List.of(
            "domain",
            "person",
            "rewrite",
            "mail_queue",
            "dkim_key",
            "admin_grant",
            "admin_token",
            "quota_limit");
    return mail.server()
        .service(Database.class)
        .run(
            "looking at everything",
            on -> {
              List<String> rows = new ArrayList<>();
              for (String table : tables) {
                try (Statement select = on.createStatement();
                    ResultSet row =
                        select.executeQuery(
                            "SELECT t::text FROM %s t WHERE t::text LIKE '%%%s%%' ORDER BY 1"
                                .formatted(table, OTHER))) {
                  while (row.next()) {
                    rows.add(table + " " + row.getString(1));
                  }
                }
              }
              return rows;
            });
  }

  @Test
  void listsShowWhatIsOnesOwn() throws Exception {
    Map<String, String> shown =
        Map.of(
            "domain list", OWN,
            "account list", "ann@" + OWN,
            "alias list", "alias@" + OWN,
            "group list", "group@" + OWN,
            "queue list", "ann@" + OWN);
    for (Role role : LIMITED) {
      for (Map.Entry<String, String> each : shown.entrySet()) {
        assertThat(JSON.writeValueAsString(ask(of(role, OWN), each.getKey(), "{}").body()))
            .as(each.getKey())
            .contains(each.getValue())
            .doesNotContain(OTHER);
      }
    }
  }

  @Test
  void nobodyTakesOverAnAccountWithMoreRightsThanTheirs() {
    String boss = "boss@" + OWN;
    for (Role role : List.of(Role.DOMAIN_ADMIN, Role.HELPDESK)) {
      for (Operation operation : Operations.ALL) {
        List<String> addresses =
            operation.parameters().stream()
                .filter(each -> each.names() == Parameter.Names.ADDRESS)
                .map(Parameter::name)
                .toList();
        if (addresses.isEmpty() || !operation.changes()) {
          continue;
        }
        String told =
            addresses.stream()
                .map(name -> "\"%s\":\"%s\"".formatted(name, boss))
                .collect(Collectors.joining(",", "{\"password\":\"p\",\"member\":[],", "}"));
        assertThat(refusal(of(role, OWN), operation, told))
            .as("%s by %s", operation.name(), role)
            .isEqualTo(AdminProblem.Kind.FORBIDDEN);
      }
    }
  }

  private AdminProblem.Kind refusal(Actor actor, Operation operation, String told) {
    try {
      ask(actor, operation, told);
      throw new AssertionError("was done: " + operation.name() + " " + told);
    } catch (AdminProblem e) {
      return e.kind();
    }
  }

  @Test
  void aDomainAdminMakesNoAdmins() {
    for (String yes : List.of("true", "1", "\"true\"")) {
      assertThat(
              refusal(
                  of(Role.DOMAIN_ADMIN, OWN),
                  operation("account create"),
                  "{\"address\":\"evil@%s\",\"password\":\"p\",\"admin\":%s}".formatted(OWN, yes)))
          .isEqualTo(AdminProblem.Kind.FORBIDDEN);
    }
  }

  @Test
  void aHelpdeskOfTheWholeServerHelpsEverywhereAndIsNoSuperadmin() throws Exception {
    Actor helpdesk = actor(new Grant(Role.HELPDESK, Optional.empty()));
    ask(helpdesk, "account end-sessions", "{\"address\":\"ann@%s\"}", OTHER);
    assertThat(
            refusal(
                helpdesk,
                operation("account password"),
                "{\"address\":\"boss@%s\",\"password\":\"p\"}".formatted(OTHER)))
        .isEqualTo(AdminProblem.Kind.FORBIDDEN);
  }

  @Test
  void mailBetweenTwoOfOurDomainsIsNoOnesOfTheTwo() throws Exception {
    List<Long> hidden =
        Arrays.asList(
            QueuedMail.put(mail, "ann@" + OWN, "ann@" + OTHER),
            QueuedMail.put(mail, "ann@" + OTHER, "ann@" + OWN),
            QueuedMail.put(mail, "x@elsewhere.example", "ann@" + OWN, "ann@" + OTHER),
            QueuedMail.put(mail, null, "x@elsewhere.example"));
    long seen = QueuedMail.put(mail, "ann@" + OWN, "x@elsewhere.example");
    Actor admin = of(Role.DOMAIN_ADMIN, OWN);
    for (long id : hidden) {
      for (String name : List.of("queue retry", "queue release", "queue delete")) {
        assertThat(refusal(admin, operation(name), "{\"id\":[\"%d\"]}".formatted(id)))
            .isEqualTo(AdminProblem.Kind.REFUSED);
      }
    }
    ask(admin, "queue delete", "{\"id\":[\"%d\"]}", seen);
  }

  @Test
  void aDomainThatComesAgainIsNotItsOldAdmins() throws Exception {
    Actor root = actor(Grant.ALL);
    ask(root, "domain add", "{\"domain\":\"sold.example\"}");
    ask(
        root,
        "role grant",
        "{\"address\":\"ann@%s\",\"role\":\"domain-admin\",\"domain\":\"sold.example\"}",
        OWN);
    ask(root, "domain remove", "{\"domain\":\"sold.example\"}");
    ask(root, "domain add", "{\"domain\":\"sold.example\"}");
    assertThat(mail.server().service(AdminRoles.class).of(Username.of("ann@" + OWN))).isEmpty();
  }

  private static Operation operation(String name) {
    return Operations.ALL.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
