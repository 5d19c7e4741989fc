package org.godwit.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.godwit.server.OneServer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every screen of the webmail, wide and narrow, light and dark, from left to right and from right
 * to left: axe finds nothing that keeps people out, and nothing reaches beyond the side.
 */
@ExtendWith({OneServer.class, OneBrowser.class})
class ScreensTest {
  private static final LocatorAssertions.IsVisibleOptions PATIENTLY =
      new LocatorAssertions.IsVisibleOptions().setTimeout(60_000);

  /** How wide a window is and how it is coloured. */
  private record Pane(int width, ColorScheme colors) {}

  private static final List<Pane> PANES =
      List.of(
          new Pane(1280, ColorScheme.LIGHT),
          new Pane(1280, ColorScheme.DARK),
          new Pane(768, ColorScheme.LIGHT),
          new Pane(320, ColorScheme.DARK));

  /** Paths, each with what is seen there once it is complete. */
  private static Map<String, String> screens() {
    Map<String, String> screens = new LinkedHashMap<>();
    screens.put("/mail/inbox", ".row-link");
    screens.put("/mail/junk", ".empty");
    screens.put("/search?q=noon", ".row-link");
    screens.put("/contacts", ".contacts .empty");
    screens.put("/contacts/new", ".contact-form");
    screens.put("/settings/general", ".setting");
    screens.put("/settings/identities", ".card");
    screens.put("/settings/filters", ".settings-page .button");
    screens.put("/settings/filters?from=ann@example.org", ".rule-form");
    screens.put("/settings/vacation", ".settings-page form");
    screens.put("/settings/folders", ".settings-page .button");
    screens.put("/settings/notifications", ".settings-page .hint");
    screens.put("/settings/files", ".settings-page a.button");
    screens.put("/settings/links", ".settings-page .nothing");
    screens.put("/settings/recover", ".settings-page .nothing");
    screens.put("/settings/security", ".settings-page h3");
    return screens;
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "ar"})
  void everybodyCanUseEveryScreen(String language, OneServer mail, OneBrowser browser)
      throws IOException {
    Letters letters = new Letters(mail);
    letters.newsletter("News");
    letters.picture("Photos");
    letters.invitation("Budget", mail.address("alice"));
    letters.text("Lunch");
    Visit visit = browser.visit(Look.DESKTOP.language(language));
    Page page = signIn(visit, mail);
    SoftAssertions all = new SoftAssertions();
    screens()
        .forEach(
            (path, seen) -> {
              wide(page);
              visit.go(path);
              assertThat(page.locator(seen).first()).isVisible(PATIENTLY);
              look(page, language + " " + path, all);
            });
    Map<String, String> mails =
        Map.of("News", ".images-bar", "Photos", ".attachment", "Budget", ".invite");
    mails.forEach(
        (subject, seen) -> {
          wide(page);
          visit.go("/mail/inbox");
          page.locator(".row-link[aria-label*='" + subject + "']").click();
          assertThat(page.locator(seen).first()).isVisible(PATIENTLY);
          look(page, language + " " + subject, all);
        });
    wide(page);
    visit.go("/compose?to=bob@example.org&subject=Noon");
    assertThat(page.locator(".editor")).isVisible(PATIENTLY);
    look(page, language + " /compose", all);
    all.assertAll();
  }

  private static void wide(Page page) {
    page.setViewportSize(PANES.getFirst().width(), 800);
  }

  /** The form of signing in speaks English to everybody. */
  private static Page signIn(Visit visit, OneServer mail) {
    return visit.signIn(mail.address("alice"), OneServer.PASSWORD);
  }

  private static void look(Page page, String what, SoftAssertions all) {
    for (Pane pane : PANES) {
      page.setViewportSize(pane.width(), 800);
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(pane.colors()));
      String where = what + " " + pane;
      all.assertThat(Axe.violations(page)).as(where).isEmpty();
      all.assertThat(Axe.sideways(page)).as("pixels beyond the side of " + where).isZero();
    }
  }
}
