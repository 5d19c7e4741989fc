/**
 * How the server is, for those who watch it.
 *
 * <p><b>Lives here:</b> what is measured at the moment somebody asks for {@code /metrics}, and what
 * other rooms count all the time.
 *
 * <p><b>Stays out:</b> HTTP, which is {@code org.godwit.web}'s; what James counts by itself.
 *
 * <p><b>Always true:</b> a part that cannot be asked is left out of the answer, and the rest is
 * told. The rules and the dashboard in {@code docker/prometheus} name nothing that is not told:
 * {@code WatchedNamesTest}.
 */
package org.godwit.watch;
