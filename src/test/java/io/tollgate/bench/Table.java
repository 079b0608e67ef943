package io.tollgate.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The results as one table of text, and below it what was meant by each line. */
final class Table {

    private static final List<String> HEAD = List.of(
            "workload",
            "conns",
            "req/s",
            "p50 ms",
            "p95 ms",
            "p99 ms",
            "CPU µs/req",
            "db/req",
            "redis/req",
            "limit",
            "limit/s",
            "ratio",
            "errors",
            "must");

    private Table() {}

    static String of(List<Result> results) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        results.forEach(result -> rows.add(row(result)));
        return rows.stream().map(row -> line(row, rows)).collect(Collectors.joining("\n"))
                + "\n\n"
                + results.stream().map(Table::note).collect(Collectors.joining("\n"));
    }

    private static List<String> row(Result result) {
        Sample ours = result.ours();
        Sample limit = result.limitRun();
        return List.of(
                result.workload(),
                result.connections() == 0 ? "" : Integer.toString(result.connections()),
                number(ours.rate(), 0),
                number(ours.p50(), 2),
                number(ours.p95(), 2),
                number(ours.p99(), 2),
                number(ours.cpuMicros(), 0),
                number(ours.databasePerRequest(), 2),
                number(ours.redisPerRequest(), 2),
                result.limit() == null ? "" : result.limit(),
                limit == null ? "" : number(limit.rate(), 0),
                number(result.ratio(), 2),
                Long.toString(ours.errors()),
                result.must().isEmpty()
                        ? ""
                        : result.must().stream().map(Table::judged).collect(Collectors.joining(", ")));
    }

    private static String judged(Bar.Judged judged) {
        return "%s: %s %s".formatted(judged.bar(), number(judged.actual(), 2), judged.met() ? "ok" : "MISSED");
    }

    private static String note(Result result) {
        return "%s: %s; %s".formatted(result.workload(), result.what(), result.conditions());
    }

    private static String line(List<String> row, List<List<String>> rows) {
        return IntStream.range(0, row.size())
                .mapToObj(column -> pad(row.get(column), width(column, rows), column))
                .collect(Collectors.joining("  "))
                .stripTrailing();
    }

    private static int width(int column, List<List<String>> rows) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static String pad(String text, int width, int column) {
        boolean words = List.of("workload", "limit", "must").contains(HEAD.get(column));
        String space = " ".repeat(width - text.length());
        return words ? text + space : space + text;
    }

    private static String number(@Nullable Double value, int decimals) {
        return value == null ? "" : String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
