/**
 * What a failing run looks like in its metrics, since when it looks like that, and what to do about
 * it: the same for a run that goes on and for its report.
 *
 * <p>Imports {@code metrics}.
 */
package io.github.udrlpg.diagnosis;
