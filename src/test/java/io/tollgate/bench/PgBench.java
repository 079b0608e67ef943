package io.tollgate.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What PostgreSQL can do with the same statements and no product in front: pgbench with prepared statements. */
record PgBench(Settings settings, Database database) {

    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

    /** Runs a script; {@code variables} like {@code users=1000}. */
    Sample run(Path script, int clients, int seconds, String... variables) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "pgbench",
                "-n",
                "-M",
                "prepared",
                "-c",
                Integer.toString(clients),
                "-j",
                Integer.toString(settings.cores()),
                "-T",
                Integer.toString(seconds),
                "-f",
                script.toString(),
                "-h",
                database.host(),
                "-p",
                Integer.toString(database.port()),
                "-U",
                database.user()));
        for (String variable : variables) {
            command.addAll(List.of("-D", variable));
        }
        command.add(database.name());
        String printed = Child.output(
                command,
                Map.of("PGPASSWORD", database.password()),
                settings.directory().resolve("pgbench.log"),
                seconds + 30);
        double rate = number(RATE, printed);
        return Sample.of(rate, null, null, null, Math.round(rate * seconds), 0);
    }

    private static double number(Pattern pattern, String printed) {
        Matcher matcher = pattern.matcher(printed);
        if (!matcher.find()) {
            throw new IllegalStateException("pgbench did not report: " + printed);
        }
        return Double.parseDouble(matcher.group(1));
    }
}
