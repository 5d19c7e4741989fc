package org.godwit.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** What people read. */
class PrinterTest {

  private static String printed(String answer) throws IOException {
    StringWriter out = new StringWriter();
    Printer printer = new Printer(new PrintWriter(out), new PrintWriter(new StringWriter()));
    printer.print(JsonMapper.builder().build().readTree(answer), false);
    return out.toString().replace(System.lineSeparator(), "\n");
  }

  @Test
  void rowsInsideOfAnAnswerAreATableOfTheirOwn() throws IOException {
    String answer =
        """
        {"messages": 7, "upToDate": true,
         "why": [{"reason": "encrypted", "attachments": 12},
                 {"reason": "broken \\u001b[31m", "attachments": 3}]}
        """;
    assertThat(printed(answer))
        .isEqualTo(
            """
            messages    7
            up to date  yes
            why
              REASON        ATTACHMENTS
              encrypted     12
              broken ?[31m  3
            """);
  }

  @Test
  void noRowsAreADash() throws IOException {
    assertThat(printed("{\"why\": [], \"names\": [\"a\", \"b\"]}"))
        .isEqualTo("why    -\nnames  a, b\n");
  }
}
