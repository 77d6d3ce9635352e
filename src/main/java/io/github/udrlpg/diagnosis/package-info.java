/**
 * What a failing run looks like in its metrics, since when it looks like that, and what to do about
 * it. It imports {@code metrics} only, so that the trainer and the report say the same.
 */
package io.github.udrlpg.diagnosis;
