/**
 * The directory of a run: the manifest that says what it is, the summary at its end, and its
 * report. It imports {@code config}, {@code diagnosis}, {@code metrics}, {@code report}, {@code
 * store} and {@code train}; the command line is its only caller.
 */
package io.github.udrlpg.run;
