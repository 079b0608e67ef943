package io.tollgate.platform.db;

import java.util.function.ToLongFunction;

/**
 * How much may wait for the statements of a {@link GroupCommit}, without what is on its way.
 *
 * @param most of all that waits
 * @param weight of what one caller gives
 */
public record Backlog<I>(long most, ToLongFunction<I> weight) {}
