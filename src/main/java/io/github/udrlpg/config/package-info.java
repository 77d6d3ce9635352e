/**
 * The configuration of a run: HOCON text becomes validated records, one for each group of keys, and
 * everything wrong with it is reported at once. Of this project it imports {@code text} and the
 * root package only.
 */
package io.github.udrlpg.config;
