/**
 * The configuration of a run: HOCON text becomes validated records, one for each group of keys, and
 * everything wrong with it is reported at once.
 *
 * <p>Imports nothing of this project.
 */
package io.github.udrlpg.config;
