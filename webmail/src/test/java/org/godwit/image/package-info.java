/**
 * The image as an admin runs it, from outside: built, started with {@code docker/compose.yaml},
 * asked over its published ports.
 *
 * <p><b>Lives here:</b> tests that need a Docker engine; {@code scripts/test image} runs them when
 * one answers, after the build, and takes the program that the build made.
 *
 * <p><b>Stays out:</b> what can be tested without a container.
 */
package org.godwit.image;
