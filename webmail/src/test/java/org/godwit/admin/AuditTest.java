package org.godwit.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.james.core.Domain;
import org.godwit.server.OneServer;
import org.godwit.store.Database;
import org.godwit.store.StoreException;
import org.godwit.store.admin.AuditEntry;
import org.godwit.store.admin.AuditLog;
import org.godwit.store.admin.Grant;
import org.godwit.store.admin.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written down, and that nobody changes it without that it shows. */
@ExtendWith(OneServer.class)
class AuditTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Administration.Reply ask(OneServer mail, Actor actor, String name, String told)
      throws Exception {
    Administration administration =
        new Administration(
            mail.server()::service,
            () ->
                new ServerStatus(
                    "test", "mail.test", Instant.EPOCH, List.of(), List.of(), 0, List.of()),
            List::of);
    Operation operation =
        Operations.ALL.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    InputStream file = new ByteArrayInputStream(told.getBytes(StandardCharsets.UTF_8));
    JsonNode values = operation.takesFile() ? JSON.createObjectNode() : JSON.readTree(told);
    return administration.run(actor, operation, values, file);
  }

  private static Actor browser(Grant grant) {
    return new Actor("who@example.test", Actor.Way.BROWSER, "192.0.2.7", Set.of(grant));
  }

  private static AuditEntry last(OneServer mail) {
    return mail.server().service(AuditLog.class).newest(Optional.empty(), 1).getFirst();
  }

  @Test
  void aChangeIsWrittenDownWithWhoFromWhereWhatAndOnWhat(OneServer mail) throws Exception {
    String ann = mail.address("ann");
    ask(
        mail,
        browser(Grant.ALL),
        "account password",
        "{\"address\":\"%s\",\"password\":\"very secret\"}".formatted(ann));
    AuditEntry entry = last(mail);
    assertThat(entry.deed())
        .isEqualTo(
            new AuditEntry.Deed(
                "who@example.test",
                "browser",
                "192.0.2.7",
                "account password",
                ann,
                "{\"address\":\"%s\"}".formatted(ann),
                "done"));
    ask(mail, Actor.MACHINE, "account suspend", "{\"address\":\"%s\"}".formatted(ann));
    assertThat(last(mail).deed().way()).isEqualTo("socket");
    assertThat(last(mail).previous()).isEqualTo(entry.hash());
  }

  @Test
  void whatAKilledServerHadBegunIsInTheLogAndTheChainHolds(OneServer mail) throws Exception {
    AuditLog log = mail.server().service(AuditLog.class);
    long before = log.newest(Optional.empty(), 1).stream().mapToLong(AuditEntry::number).sum();
    log.begin(new AuditEntry.Deed("root", "socket", "", "domain remove", "x.example", "{}", ""));
    assertThat(log.endLost(Duration.ofMinutes(15))).as("it may still go on").isZero();

    assertThat(log.endLost(Duration.ZERO)).isEqualTo(1);

    AuditEntry entry = last(mail);
    assertThat(entry.number()).isEqualTo(before + 1);
    assertThat(entry.deed().operation()).isEqualTo("domain remove");
    assertThat(entry.deed().outcome()).startsWith("not known: begun at 20");
    assertThat(log.endLost(Duration.ZERO)).as("once").isZero();
    assertThat(log.verify().broken()).isEmpty();
  }

  @Test
  void whatHasEndedIsNotLost(OneServer mail) throws Exception {
    AuditLog log = mail.server().service(AuditLog.class);
    ask(mail, Actor.MACHINE, "audit verify", "{}");
    String ann = "{\"address\":\"%s\"}".formatted(mail.address("ann"));
    ask(mail, Actor.MACHINE, "account suspend", ann);
    ask(mail, Actor.MACHINE, "account resume", ann);
    assertThatThrownBy(
            () -> ask(mail, Actor.MACHINE, "account delete", "{\"address\":\"no@example.test\"}"))
        .isInstanceOf(AdminProblem.class);

    assertThat(log.endLost(Duration.ZERO)).isZero();
  }

  @Test
  void manyAtOnceMakeOneChain(OneServer mail) throws Exception {
    AuditLog log = mail.server().service(AuditLog.class);
    log.add(new AuditEntry.Deed("root", "socket", "", "status", "", "{}", "first"));
    long before = last(mail).number();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Object>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        AuditEntry.Deed deed =
            new AuditEntry.Deed("root", "socket", "", "status", "", "{}", "number " + i);
        all.add(() -> log.end(log.begin(deed), deed));
        all.add(() -> log.endLost(Duration.ofHours(1)));
      }
      for (Future<Object> each : pool.invokeAll(all)) {
        each.get();
      }
    }
    assertThat(last(mail).number()).isEqualTo(before + 20);
    assertThat(log.verify().broken()).isEmpty();
  }

  @Test
  void whatIsOnlyReadIsNotWrittenDown(OneServer mail) throws Exception {
    ask(mail, Actor.MACHINE, "audit verify", "{}");
    List<AuditEntry> before = mail.server().service(AuditLog.class).newest(Optional.empty(), 1);
    ask(mail, Actor.MACHINE, "account list", "{}");
    assertThat(mail.server().service(AuditLog.class).newest(Optional.empty(), 1)).isEqualTo(before);
  }

  @Test
  void whatIsForbiddenOrRefusedIsWrittenDownToo(OneServer mail) {
    Actor limited = browser(new Grant(Role.HELPDESK, Optional.of(Domain.of("own.example"))));
    assertThatThrownBy(() -> ask(mail, limited, "status", "{}")).isInstanceOf(AdminProblem.class);
    assertThat(last(mail).deed().outcome()).startsWith("forbidden: ");
    assertThatThrownBy(
            () -> ask(mail, Actor.MACHINE, "account delete", "{\"address\":\"no@example.test\"}"))
        .isInstanceOf(AdminProblem.class);
    assertThat(last(mail).deed().outcome()).startsWith("refused: no such account");
  }

  @Test
  void anImportIsWrittenDownWithoutThePasswords(OneServer mail) throws Exception {
    ask(mail, Actor.MACHINE, "account import", "csv@example.test,hidden\nbad row\n");
    assertThat(last(mail).toString()).doesNotContain("hidden").contains("partly: imported 1");
  }

  @Test
  void aTokenIsNowhereInTheLogOrTheDatabase(OneServer mail) throws Exception {
    String told =
        "{\"label\":\"x\",\"role\":\"auditor\",\"owner\":\"%s\"}".formatted(mail.address("owner"));
    Map<?, ?> made = (Map<?, ?>) ask(mail, Actor.MACHINE, "token create", told).body();
    String token = String.valueOf(made.get("token"));
    assertThat(token).startsWith("godwit-admin-");
    assertThat(last(mail).toString()).doesNotContain(token);
    assertThat(whole(mail, "admin_token")).doesNotContain(token).contains("AUDITOR");
  }

  private static String whole(OneServer mail, String table) {
    return mail.server()
        .service(Database.class)
        .run(
            "reading all",
            on -> {
              try (Statement select = on.createStatement();
                  var row =
                      select.executeQuery(
                          "SELECT string_agg(t::text, ' ') FROM " + table + " AS t")) {
                row.next();
                return String.valueOf(row.getString(1));
              }
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE audit_entry SET who = 'nobody'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry"
      })
  void theDatabaseRefusesToChangeIt(String statement, OneServer mail) throws Exception {
    ask(mail, Actor.MACHINE, "account quota", "{\"address\":\"" + mail.address("q") + "\"}");
    assertThatThrownBy(() -> execute(mail, statement)).isInstanceOf(StoreException.class);
    ask(mail, Actor.MACHINE, "audit verify", "{}");
  }

  /** Whoever owns the tables can take the guard away; then the chain says so. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE audit_entry SET outcome = 'done.' WHERE entry = (SELECT max(entry) FROM audit_entry)",
        "UPDATE audit_entry SET who = 'x' WHERE entry = (SELECT max(entry) - 1 FROM audit_entry)",
        "DELETE FROM audit_entry WHERE entry = (SELECT max(entry) FROM audit_entry)",
        "DELETE FROM audit_entry WHERE entry = (SELECT max(entry) - 1 FROM audit_entry)",
        "DELETE FROM audit_entry"
      })
  void whoeverGetsAroundThatBreaksTheChain(String statement, OneServer mail) throws Exception {
    String told = "{\"address\":\"" + mail.address("q") + "\"}";
    ask(mail, Actor.MACHINE, "account quota", told);
    ask(mail, Actor.MACHINE, "account quota", told);
    ask(mail, Actor.MACHINE, "audit verify", "{}");
    execute(mail, "CREATE TABLE kept AS SELECT * FROM audit_entry");
    execute(mail, "ALTER TABLE audit_entry DISABLE TRIGGER USER");
    try {
      execute(mail, statement);
      assertThatThrownBy(() -> ask(mail, Actor.MACHINE, "audit verify", "{}"))
          .isInstanceOf(AdminProblem.class)
          .hasMessageContaining("not whole");
    } finally {
      execute(mail, "DELETE FROM audit_entry");
      execute(mail, "INSERT INTO audit_entry SELECT * FROM kept");
      execute(mail, "DROP TABLE kept");
      execute(mail, "ALTER TABLE audit_entry ENABLE TRIGGER USER");
    }
    ask(mail, Actor.MACHINE, "audit verify", "{}");
  }

  private static void execute(OneServer mail, String statement) {
    mail.server()
        .service(Database.class)
        .run(
            "trying",
            on -> {
              try (Statement run = on.createStatement()) {
                return run.execute(statement);
              }
            });
  }

  @Test
  void itIsExportedAsLinesOfJson(OneServer mail) throws Exception {
    ask(mail, Actor.MACHINE, "account quota", "{\"address\":\"" + mail.address("q") + "\"}");
    long before = last(mail).number() - 1;
    Map<?, ?> answer =
        (Map<?, ?>) ask(mail, Actor.MACHINE, "audit export", "{\"after\":" + before + "}").body();
    JsonNode line = JSON.readTree(String.valueOf(answer.get("message")).lines().findFirst().get());
    assertThat(line.path("hash").asText()).isEqualTo(last(mail).hash());
    assertThat(line.path("operation").asText()).isEqualTo("account quota");
  }
}
