package org.godwit.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.stream.Stream;
import org.godwit.server.OneServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Signing in as people see it; and that a visit notices what it is there to notice. */
@ExtendWith({OneServer.class, OneBrowser.class})
class SignInPageTest {

  @Test
  void somebodySignsInWithTheKeyboardAlone(OneServer mail, OneBrowser browser) {
    Visit visit = browser.visit();
    Page page = visit.go("/login");
    page.locator("#user:focus").waitFor();
    page.keyboard().type(mail.address("alice"));
    page.keyboard().press("Tab");
    page.keyboard().type(OneServer.PASSWORD);
    page.keyboard().press("Enter");
    page.waitForURL(url -> !url.contains("/login"));
    assertThat(visit.context().cookies())
        .anySatisfy(
            cookie -> {
              assertThat(cookie.name).isEqualTo("__Host-godwit");
              assertThat(cookie.httpOnly).isTrue();
            });
  }

  static Stream<Look> looks() {
    return Stream.of(Look.DESKTOP, Look.PHONE, Look.PHONE.width(320), Look.DESKTOP.dark());
  }

  @ParameterizedTest
  @MethodSource("looks")
  void everybodyCanUseThePage(Look look, OneBrowser browser) {
    Page page = browser.visit(look).go("/login");
    assertThat(Axe.violations(page)).isEmpty();
    assertThat(Axe.sideways(page)).as("pixels beyond the side").isZero();
  }

  @Test
  void aVisitNoticesRequestsToOthersScriptErrorsAndDialogs(OneBrowser browser) {
    Visit visit = browser.visit();
    Page page = visit.page();
    page.navigate("about:blank");
    page.setContent(
        "<img src='http://image.example/i.png'>"
            + "<script>new WebSocket('wss://socket.example/'); alert('hello');"
            + " setTimeout(() => { throw new Error('thrown') })</script>");
    page.waitForCondition(() -> visit.wants("socket.example") && visit.wants("image.example"));
    List<String> faults = visit.takeFaults();
    assertThat(faults)
        .anyMatch(fault -> fault.equals("request to others: http://image.example/i.png"))
        .anyMatch(fault -> fault.startsWith("way out: GET http://image.example/i.png"))
        .anyMatch(fault -> fault.startsWith("way out: CONNECT socket.example:443"))
        .anyMatch(fault -> fault.startsWith("uncaught: ") && fault.contains("thrown"))
        .anyMatch(fault -> fault.equals("dialog: alert hello"));
  }
}
