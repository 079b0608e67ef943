package io.tollgate.billing.reconciliation;

import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What may happen to a user on a random walk.
 *
 * @param weight how often, against the others
 * @param possible whether it makes sense now; a deed that does not is not done
 */
record Deed(String name, int weight, Predicate<Walker> possible, Consumer<Walker> done) {}
