package org.godwit.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.assertj.core.api.SoftAssertions;
import org.godwit.server.OneServer;
import org.godwit.store.Database;
import org.godwit.store.account.Accounts;
import org.godwit.store.account.NewAccount;
import org.godwit.store.admin.Grant;
import org.godwit.store.admin.Role;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The admin of one domain writes another domain, and people of it, in all ways that might slip
 * through: each place of each operation where a name may stand is tried.
 */
@ExtendWith(OneServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DisguiseTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OWN = "mine.example";
  private static final String THEIRS = "theirs.example";
  private static final String LETTERS = "b\u00fccher.example";

  private OneServer mail;
  private Administration administration;
  private final Actor admin =
      new Actor(
          "boss@" + OWN,
          Actor.Way.BROWSER,
          "192.0.2.1",
          Set.of(new Grant(Role.DOMAIN_ADMIN, Optional.of(Domain.of(OWN)))));

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
    for (String domain : List.of(OWN, THEIRS, "xn--bcher-kva.example")) {
      mail.server().service(DomainList.class).addDomain(Domain.of(domain));
      Username ann = Username.of("ann@" + domain);
      mail.server().service(Accounts.class).create(new NewAccount(ann, "secret"));
    }
  }

  /** What is of the others, in every table that administration changes. */
  private List<String> others() {
    return mail.server()
        .service(Database.class)
        .run(
            "looking at the others",
            on -> {
              List<String> rows = new ArrayList<>();
              for (String table :
                  List.of(
                      "domain", "person", "rewrite", "dkim_key", "admin_grant", "admin_token")) {
                try (Statement select = on.createStatement();
                    ResultSet row =
                        select.executeQuery(
                            ("SELECT t::text FROM %s t WHERE t::text ILIKE '%%theirs%%'"
                                    + " OR t::text ILIKE '%%cher%%' ORDER BY 1")
                                .formatted(table))) {
                  while (row.next()) {
                    rows.add(table + " " + row.getString(1));
                  }
                }
              }
              return rows;
            });
  }

  /** A request that would be right, but for one place. */
  private static ObjectNode request(Operation operation, Parameter place, String disguise) {
    ObjectNode told = JSON.createObjectNode();
    for (Parameter each : operation.parameters()) {
      String value =
          switch (each.names()) {
            case DOMAIN -> OWN;
            case ADDRESS, ANY_ADDRESS -> "nobody@" + OWN;
            case MAIL -> "1";
            case NOTHING, POWER -> each.name().equals("role") ? "auditor" : "x";
          };
      switch (each.kind()) {
        case SOME, ANY -> {
          ArrayNode list = told.putArray(each.name()).add(value);
          if (each.equals(place)) {
            list.add(disguise);
          }
        }
        case ARGUMENT, OPTIONAL, PASSWORD ->
            told.put(each.name(), each.equals(place) ? disguise : value);
        case OPTION, FLAG, FILE -> {
          if (each.equals(place)) {
            told.put(each.name(), disguise);
          }
        }
      }
    }
    return told;
  }

  /** Whether it was refused, and nothing of the others was told. */
  private boolean refused(Operation operation, ObjectNode told) throws Exception {
    try {
      Administration.Reply reply =
          administration.run(admin, operation, told, InputStream.nullInputStream());
      return !reply.complete();
    } catch (AdminProblem e) {
      return e.kind() != AdminProblem.Kind.FAULT;
    }
  }

  private static String place(String disguise, Parameter parameter) {
    return parameter.names() == Parameter.Names.DOMAIN ? disguise : "ann@" + disguise;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        THEIRS,
        "THEIRS.Example",
        " theirs.example ",
        "theirs.example.",
        "th\u0435irs.example.theirs.example",
        "\uff54\uff48\uff45\uff49\uff52\uff53.example",
        "theirs\u3002example",
        "xn--bcher-kva.example",
        "XN--BCHER-KVA.example",
        LETTERS,
        "B\u00dcCHER.example",
        "bu\u0308cher.example",
        "mine.example@theirs.example",
        "mine.example,ann@theirs.example",
        "theirs.example>",
        "theirs.example\u0000.mine.example"
      })
  void noSpellingOfAnotherDomainSlipsThrough(String disguise) throws Exception {
    List<String> before = others();
    SoftAssertions all = new SoftAssertions();
    for (Operation operation : Operations.ALL) {
      for (Parameter parameter : operation.parameters()) {
        boolean named =
            switch (parameter.names()) {
              case DOMAIN, ADDRESS -> true;
              case ANY_ADDRESS, NOTHING, POWER, MAIL -> false;
            };
        if (named) {
          ObjectNode told = request(operation, parameter, place(disguise, parameter));
          all.assertThat(refused(operation, told)).as("%s %s", operation.name(), told).isTrue();
        }
      }
    }
    all.assertAll();
    assertThat(others()).isEqualTo(before);
  }

  /**
   * Mail may be sent on to the whole world, but not to people of the others as if they were ours.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann@THEIRS.example",
        "ann+x@theirs.example",
        "ann@theirs.example.",
        "\"ann\"@theirs.example",
        "<ann@theirs.example>",
        "ann@" + LETTERS,
        "ann@bu\u0308cher.example",
        "ann@\uff54\uff48\uff45\uff49\uff52\uff53.example"
      })
  void nobodysMailIsSentOnToAnotherDomainOfOurs(String disguise) throws Exception {
    List<String> before = others();
    for (Operation operation : Operations.ALL) {
      for (Parameter parameter : operation.parameters()) {
        if (parameter.names() == Parameter.Names.ANY_ADDRESS) {
          ObjectNode told = request(operation, parameter, disguise);
          assertThat(refused(operation, told)).as("%s %s", operation.name(), told).isTrue();
        }
      }
    }
    assertThat(others()).isEqualTo(before);
  }

  @Test
  void aFileOfPeopleMakesNobodyInAnotherDomain() throws Exception {
    List<String> before = others();
    String file =
        """
        eve@theirs.example,secret
        eve@THEIRS.EXAMPLE,secret
        "eve@theirs.example",secret
        \uFEFFeve@theirs.example,secret
        eve@theirs.example.,secret
        eve@b\u00fccher.example,secret
        eve@xn--bcher-kva.example,secret
        """;
    Operation operation = Administration.at("/account/import").orElseThrow();
    Administration.Reply reply =
        administration.run(
            admin,
            operation,
            JSON.createObjectNode(),
            new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));

    assertThat(reply.complete()).isFalse();
    assertThat(others()).isEqualTo(before);
  }

  @Test
  void valuesOfOtherKindsThanTextNameNobody() throws Exception {
    List<String> before = others();
    for (String json :
        List.of(
            "{\"address\":[\"ann@theirs.example\"],\"password\":\"p\"}",
            "{\"address\":{\"x\":\"ann@theirs.example\"},\"password\":\"p\"}",
            "{\"address\":null,\"password\":\"p\"}",
            "{\"address\":true,\"password\":\"p\"}",
            "{\"Address\":\"ann@theirs.example\",\"password\":\"p\"}",
            "[\"ann@theirs.example\"]",
            "\"ann@theirs.example\"")) {
      for (String name : List.of("/account/password", "/account/delete", "/account/suspend")) {
        Operation operation = Administration.at(name).orElseThrow();
        AdminProblem.Kind kind = null;
        try {
          administration.run(admin, operation, JSON.readTree(json), InputStream.nullInputStream());
        } catch (AdminProblem e) {
          kind = e.kind();
        }
        assertThat(kind)
            .as("%s %s", name, json)
            .isIn(
                AdminProblem.Kind.FORBIDDEN,
                AdminProblem.Kind.MALFORMED,
                AdminProblem.Kind.REFUSED);
      }
    }
    assertThat(others()).isEqualTo(before);
  }
}
