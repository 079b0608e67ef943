package io.tollgate.platform.db;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads a result of any length in pages, each a query of its own that goes on after the last row of the page before. Between two
 * pages no connection is held, however slowly the rows are taken; and no result is large enough to be a danger when cancelled.
 */
public final class Keyset {

    /** Rows per query; below the 256 from which on a cancelled result leaves the connection unusable. */
    public static final int PAGE = 200;

    private Keyset() {}

    /** @param pageAfter the page of up to {@link #PAGE} rows after the given row; from the start for null */
    public static <T> Flux<T> all(Function<@Nullable T, Mono<List<T>>> pageAfter) {
        return Mono.defer(() -> pageAfter.apply(null))
                .expand(page -> page.size() < PAGE ? Mono.empty() : pageAfter.apply(page.getLast()))
                .concatMapIterable(Function.identity(), 1);
    }
}
