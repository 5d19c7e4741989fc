/**
 * What an admin can set, and where it was set.
 *
 * <p><b>Lives here:</b> the list of all keys ({@code Keys}), how their values are read, and the
 * text of {@code config/godwit.toml}, which is made from that list.
 *
 * <p><b>Stays out:</b> what the settings do; {@code org.godwit.server.ServerSettings} holds their
 * defaults and rules.
 *
 * <p><b>Always true:</b> a key is described once; the command line wins over the environment, the
 * environment over the file, the file over the default. {@code SettingsFileTest} holds the file to
 * the list.
 */
package org.godwit.settings;
