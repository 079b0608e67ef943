package io.tollgate.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The embedded Redis, through its own command-line tools. */
record RedisServer(Settings settings, URI url) {

    /** Commands processed since its start. */
    long commands() throws IOException, InterruptedException {
        return ask("info", "stats")
                .lines()
                .filter(line -> line.startsWith("total_commands_processed:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    /** Loads a script and returns its digest, by which it is called. */
    String load(Path script) throws IOException, InterruptedException {
        return ask("script", "load", Files.readString(script)).strip();
    }

    /** How many calls a second of one command Redis answers to so many clients. */
    Sample benchmark(int clients, int seconds, int expectedRate, String... call)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "redis-benchmark",
                "-h",
                url.getHost(),
                "-p",
                Integer.toString(url.getPort()),
                "-c",
                Integer.toString(clients),
                "-n",
                Integer.toString(expectedRate * seconds),
                "-r",
                "100000",
                "--csv"));
        command.addAll(List.of(call));
        String printed = Child.output(command, Map.of(), settings.directory().resolve("redis.log"), seconds * 10 + 30);
        // "test","rps","avg","min","p50","p95","p99","max": the test's name holds commas of its own.
        String last = printed.strip().lines().reduce((_, line) -> line).orElseThrow();
        String[] cells =
                last.substring(last.indexOf("\",\"", 1) + 2).replace("\"", "").split(",");
        double rate = Double.parseDouble(cells[cells.length - 7]);
        return Sample.of(
                rate,
                Double.parseDouble(cells[cells.length - 4]),
                Double.parseDouble(cells[cells.length - 3]),
                Double.parseDouble(cells[cells.length - 2]),
                (long) expectedRate * seconds,
                0);
    }

    private String ask(String... words) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("redis-cli", "-h", url.getHost(), "-p", Integer.toString(url.getPort())));
        command.addAll(List.of(words));
        return Child.output(command, Map.of(), settings.directory().resolve("redis.log"), 30);
    }
}
