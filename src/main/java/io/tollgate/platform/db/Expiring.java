package io.tollgate.platform.db;

import java.time.Duration;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Rows that have had their time one day. Declared as a bean by the feature whose they are; one job has them all deleted.
 *
 * @param table unique among all
 * @param forget in statements of their own and of bounded length; repeated when it fails
 */
public record Expiring(String table, Function<ExpiredRows, Mono<Void>> forget) {

    /**
     * The rows of a table, from so long after their moment on.
     *
     * @param column with the moment; wants an index unless the table stays small
     */
    public static Expiring rows(String table, String column, Duration kept) {
        return new Expiring(table, rows -> rows.delete(table, column, kept));
    }

    /**
     * Those of them that meet a condition.
     *
     * @param condition SQL, from the source
     */
    public static Expiring rows(String table, String column, Duration kept, String condition) {
        return new Expiring(table, rows -> rows.delete(table, column, kept, condition));
    }
}
