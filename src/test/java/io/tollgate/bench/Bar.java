package io.tollgate.bench;

import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What a workload must reach. */
record Bar(String text, boolean atLeast, double bound, ToDoubleFunction<Result> value) {

    static Bar ratio(double bound) {
        return new Bar("ratio", true, bound, result -> orNone(result.ratio()));
    }

    static Bar rate(double bound) {
        return new Bar("req/s", true, bound, result -> result.ours().rate());
    }

    static Bar p99(double millis) {
        return new Bar("p99 ms", false, millis, result -> orNone(result.ours().p99()));
    }

    static Bar p95(double millis) {
        return new Bar("p95 ms", false, millis, result -> orNone(result.ours().p95()));
    }

    static Bar database(double perRequest) {
        return new Bar(
                "db/req", false, perRequest, result -> orNone(result.ours().databasePerRequest()));
    }

    static Bar redis(double perRequest) {
        return new Bar(
                "redis/req", false, perRequest, result -> orNone(result.ours().redisPerRequest()));
    }

    static Bar atMost(String text, double value, double bound) {
        return new Bar(text, false, bound, _ -> value);
    }

    Judged judge(Result result) {
        double actual = value.applyAsDouble(result);
        boolean met = atLeast ? actual >= bound : actual <= bound;
        return new Judged("%s %s %s".formatted(text, atLeast ? "≥" : "≤", number(bound)), actual, met);
    }

    private static double orNone(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }

    private static String number(double value) {
        return value == Math.rint(value) ? "%,.0f".formatted(value) : Double.toString(value);
    }

    /** A bar held against a result. */
    record Judged(String bar, double actual, boolean met) {}
}
