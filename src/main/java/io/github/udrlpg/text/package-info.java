/**
 * Small helpers for messages that people read. It imports nothing of this project, so that every
 * package may use it.
 */
package io.github.udrlpg.text;
