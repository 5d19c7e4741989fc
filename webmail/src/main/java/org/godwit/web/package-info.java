/**
 * The web door: Jetty, what every answer carries, health and metrics.
 *
 * <p><b>Lives here:</b> listeners for HTTP and HTTPS, their limits, the security headers, and what
 * is served at fixed paths.
 *
 * <p><b>Stays out:</b> James; what administers the server ({@code org.godwit.admin}).
 *
 * <p><b>Always true:</b> what a stranger can send is limited in size and time; no answer holds a
 * stack trace or names a version.
 */
package org.godwit.web;
