package org.godwit.settings;

import java.nio.file.Path;

/**
 * A value that somebody wrote.
 *
 * @param text the value
 * @param where for messages, such as {@code config/godwit.toml line 12}
 * @param base where its relative paths start
 */
record Given(String text, String where, Path base) {}
