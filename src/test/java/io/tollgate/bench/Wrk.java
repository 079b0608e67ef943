package io.tollgate.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Peak load in a closed loop by wrk, one thread: it leaves the server most of the machine. */
record Wrk(Settings settings) {

    /** Loads {@code url} with plain GETs. */
    Sample get(String url, int connections, int seconds) throws IOException, InterruptedException {
        return run(url, connections, seconds, "report.lua");
    }

    /** Loads the server with what a script of {@code src/ops/bench} makes of its arguments. */
    Sample run(String url, int connections, int seconds, String script, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "wrk",
                "-t1",
                "-c" + connections,
                "-d" + seconds + "s",
                "--timeout",
                "10s",
                "-s",
                settings.sources().resolve(script).toString(),
                url,
                "--"));
        command.addAll(List.of(arguments));
        String printed = Child.output(command, Map.of(), settings.directory().resolve("wrk.log"), seconds + 30);
        return sample(printed);
    }

    static Sample sample(String printed) {
        String line = printed.lines()
                .filter(text -> text.startsWith("BENCH "))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("wrk did not report: " + printed));
        JsonNode found = Json.MAPPER.readTree(line.substring("BENCH ".length()));
        if (found.path("exhausted").asInt() > 0) {
            Progress.say("wrk ran out of prepared requests before its time was over; the rate holds until then");
        }
        long requests = found.path("requests").asLong();
        return Sample.of(
                requests * 1e6 / found.path("micros").asDouble(),
                found.path("p50").asDouble() / 1e3,
                found.path("p95").asDouble() / 1e3,
                found.path("p99").asDouble() / 1e3,
                requests,
                found.path("statuses").asLong()
                        + found.path("connections").asLong()
                        + found.path("timeouts").asLong());
    }
}
