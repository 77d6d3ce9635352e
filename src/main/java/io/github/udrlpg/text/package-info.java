/**
 * Small helpers for messages that people read, for every package.
 *
 * <p>Imports nothing of this project.
 */
package io.github.udrlpg.text;
