package org.godwit.admin;

/**
 * One setting, as an administrator reads it.
 *
 * @param value what holds now; of a secret only whether it is set
 * @param from where it was set; {@code default} when nowhere
 */
public record SettingLine(
    String key,
    String value,
    String from,
    String standard,
    String help,
    String allowed,
    String variable) {}
