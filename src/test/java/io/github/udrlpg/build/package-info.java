/**
 * Tests of the scripts that the Maven build runs. It imports nothing of this project: the scripts
 * run as processes, as Maven runs them.
 */
package io.github.udrlpg.build;
