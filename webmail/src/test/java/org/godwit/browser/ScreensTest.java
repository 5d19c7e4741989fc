package org.godwit.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private static final LocatorAssertions.HasCountOptions COUNTED =
      new LocatorAssertions.HasCountOptions().setTimeout(60_000);
  private static final Locator.FilterOptions MAXIMILIANE =
      new Locator.FilterOptions().setHasText("Maximiliane");
  private static final String LONG =
      "maximiliane.von.hohenfels.wittgenstein@a-very-long-department-name.example.org";

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
    screens().forEach((path, seen) -> look(visit, page, language, path, seen, all));
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

  /** Paths of screens that are full, each with what is seen there once it is complete. */
  private static Map<String, String> fullScreens() {
    Map<String, String> screens = new LinkedHashMap<>();
    screens.put("/mail/inbox", ".row-link");
    screens.put("/mail/snoozed", ".row-link");
    screens.put("/mail/drafts", ".row-link");
    screens.put("/contacts", ".contact-row");
    screens.put("/settings/folders", ".rows li");
    screens.put("/settings/links", ".rows li");
    screens.put("/settings/recover", ".deleted label");
    return screens;
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "ar"})
  void everybodyCanUseScreensThatAreFull(String language, OneServer mail, OneBrowser browser)
      throws IOException {
    fill(new Letters(mail));
    Visit visit = browser.visit(Look.DESKTOP.language(language));
    Page page = signIn(visit, mail);
    assertThat(page.locator(".row-link")).hasCount(5, COUNTED);
    page.evaluate(household(), Map.of("other", mail.address("bob")));
    SoftAssertions all = new SoftAssertions();
    String full = language + " full";
    fullScreens().forEach((path, seen) -> look(visit, page, full, path, seen, all));
    wide(page);
    visit.go("/contacts");
    page.locator(".contact-row").filter(MAXIMILIANE).click();
    assertThat(page.locator(".contact-fields")).isVisible(PATIENTLY);
    look(page, language + " contact", all);
    wide(page);
    visit.go("/mail/inbox");
    page.locator(".row-check input").first().check(new Locator.CheckOptions().setForce(true));
    assertThat(page.locator(".list-chosen")).isVisible(PATIENTLY);
    look(page, language + " chosen", all);
    wide(page);
    visit.go(
        "/compose?to=" + LONG + ",ann@example.org&subject=" + "Plans+for+the+summer+".repeat(5));
    assertThat(page.locator(".recipient").first()).isVisible(PATIENTLY);
    look(page, language + " long recipients", all);
    all.assertAll();
  }

  private static void fill(Letters letters) throws IOException {
    letters.text("Lunch");
    letters.text("Minutes of the working group and all points that are open ".repeat(3).strip());
    letters.text("Contract");
    letters.text("Gone");
    letters.text("Gone, too");
  }

  private static String household() throws IOException {
    return Files.readString(Path.of("src/test/resources/org/godwit/browser/household.js"));
  }

  private static void wide(Page page) {
    page.setViewportSize(PANES.getFirst().width(), 800);
  }

  /** The form of signing in speaks English to everybody. */
  private static Page signIn(Visit visit, OneServer mail) {
    return visit.signIn(mail.address("alice"), OneServer.PASSWORD);
  }

  private static void look(
      Visit visit, Page page, String what, String path, String seen, SoftAssertions all) {
    wide(page);
    visit.go(path);
    assertThat(page.locator(seen).first()).isVisible(PATIENTLY);
    look(page, what + " " + path, all);
  }

  private static void look(Page page, String what, SoftAssertions all) {
    for (Pane pane : PANES) {
      page.setViewportSize(pane.width(), 800);
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(pane.colors()));
      String where = what + " " + pane;
      all.assertThat(Axe.violations(page)).as(where).isEmpty();
      all.assertThat(Axe.sideways(page)).as("pixels beyond the side of " + where).isZero();
      all.assertThat(cutOff(page)).as("what is cut off in " + where).isEmpty();
    }
  }

  /** Controls that lie beyond the side of their bar, or of a field, where nobody can reach them. */
  private static List<?> cutOff(Page page) {
    return (List<?>)
        page.evaluate(
            """
            () => [...document.querySelectorAll('[role=toolbar], .field, .contact-fields dd')]
              .flatMap(bar => [...bar.querySelectorAll('button, a, .recipient')].filter(it => {
                const [inner, outer] = [it.getBoundingClientRect(), bar.getBoundingClientRect()]
                return inner.width > 0 && outer.width > 0
                  && (inner.left < outer.left - 1 || inner.right > outer.right + 1
                    || inner.right > innerWidth + 1 || inner.left < -1)
              }).map(it => `${bar.className}: ${it.getAttribute('aria-label') ?? it.textContent}`))
            """);
  }
}
