package org.godwit.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;

/**
 * How somebody looks at us.
 *
 * @param language such as {@code ar}
 */
public record Look(int width, int height, ColorScheme colors, String language) {

  public static final Look DESKTOP = new Look(1280, 800, ColorScheme.LIGHT, "en");
  public static final Look PHONE = new Look(390, 844, ColorScheme.LIGHT, "en");

  public Look dark() {
    return new Look(width, height, ColorScheme.DARK, language);
  }

  public Look width(int pixels) {
    return new Look(pixels, height, colors, language);
  }

  public Look language(String spoken) {
    return new Look(width, height, colors, spoken);
  }

  Browser.NewContextOptions options() {
    return new Browser.NewContextOptions()
        .setViewportSize(width, height)
        .setColorScheme(colors)
        .setReducedMotion(ReducedMotion.REDUCE)
        .setLocale(language)
        .setTimezoneId("UTC");
  }
}
