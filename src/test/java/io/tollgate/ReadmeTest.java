package io.tollgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.stripe.StripeEventTable;
import io.tollgate.billing.webhook.WebhookType;
import io.tollgate.platform.jobs.Schedule;
import io.tollgate.platform.openapi.PublishedDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springdoc.api.AbstractOpenApiResource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/**
 * The README's tables and the product say the same: its routes, its variables, its schedules, the events it takes from Stripe and
 * those it tells.
 */
@IntegrationTest
class ReadmeTest {

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]+)");

    /** Answered by what we did not write. */
    private static final Set<String> ROUTES_OF_OTHERS = Set.of("GET /actuator/prometheus");

    private static final Set<String> VARIABLES_OF_OTHERS = Set.of("OTEL_EXPORTER_OTLP_ENDPOINT");

    @Autowired
    private WebTestClient http;

    @Autowired
    private AbstractOpenApiResource maker;

    @Autowired
    private StripeEventTable events;

    @Autowired
    private List<Schedule<?>> schedules;

    @Test
    void listsExactlyTheRoutesThereAre() throws IOException {
        Set<String> listed = new TreeSet<>();
        cells("## The API at a glance").forEach(cell -> listed.addAll(routes(cell)));
        listed.removeAll(ROUTES_OF_OTHERS);

        assertThat(listed).containsExactlyInAnyOrderElementsOf(documented());
    }

    @Test
    void explainsExactlyTheVariablesThereAre() throws IOException {
        Set<String> explained = cells("## Configuration")
                .flatMap(ReadmeTest::code)
                .filter(name -> !VARIABLES_OF_OTHERS.contains(name))
                .collect(Collectors.toSet());

        assertThat(explained)
                .containsExactlyInAnyOrderElementsOf(
                        VARIABLE.matcher(Files.readString(Path.of("src/main/resources/application.yaml")))
                                .results()
                                .map(found -> found.group(1))
                                .collect(Collectors.toSet()));
    }

    @Test
    void namesExactlyTheEventsThatAreTaken() throws IOException {
        Set<String> named = cells("## Stripe")
                .flatMap(ReadmeTest::code)
                .filter(name ->
                        name.matches("(checkout|customer|invoice|charge|refund|payment_method|payment_intent)\\..+"))
                .collect(Collectors.toSet());

        Set<String> taken = new TreeSet<>(events.names().keySet());
        taken.removeIf(type -> type.startsWith("tollgate.test."));
        assertThat(named).containsExactlyInAnyOrderElementsOf(taken);
    }

    /** Of the second table: the first has mails. */
    @Test
    void namesExactlyTheEventsThatAreTold() throws IOException {
        Set<String> named = cells("## Mails and webhooks")
                .flatMap(ReadmeTest::code)
                .filter(name -> name.contains("."))
                .collect(Collectors.toSet());

        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(WebhookType.values())
                        .filter(type -> type != WebhookType.WEBHOOK_TEST)
                        .map(WebhookType::value)
                        .toList());
    }

    @Test
    void namesExactlyTheSchedulesThereAre() throws IOException {
        Set<String> named =
                rows("## Schedules").flatMap(row -> code(row.split("\\|")[2])).collect(Collectors.toSet());

        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(schedules.stream()
                        .map(Schedule::name)
                        .filter(name -> !name.startsWith("probe."))
                        .toList());
    }

    @Test
    void saysWhenEachScheduleComesRound() throws IOException {
        Map<String, String> said = new HashMap<>();
        String when = "";
        for (String row : rows("## Schedules").toList()) {
            String[] cells = row.split("\\|");
            when = cells[1].isBlank() ? when : cells[1].strip();
            String then = when;
            code(cells[2]).forEach(name -> said.put(name, then));
        }

        assertThat(said)
                .containsExactlyInAnyOrderEntriesOf(schedules.stream()
                        .filter(schedule -> !schedule.name().startsWith("probe."))
                        .collect(Collectors.toMap(Schedule::name, schedule -> inWords(schedule.cron()))));
    }

    /** The forms we use; the expression itself where it has another. */
    private static String inWords(String cron) {
        return cron.replaceFirst("^\\d+ \\* \\* \\* \\* \\*$", "every minute")
                .replaceFirst("^\\d+ \\*/(\\d+) \\* \\* \\* \\*$", "every $1 minutes")
                .replaceFirst("^\\d+ \\d+ \\* \\* \\* \\*$", "hourly")
                .replaceFirst("^\\d+ \\d+ [0-5] \\* \\* \\*$", "nightly");
    }

    /** The first cells of the tables below a heading. */
    private static Stream<String> cells(String heading) throws IOException {
        return rows(heading).map(line -> line.split("\\|")[1]);
    }

    private static Stream<String> rows(String heading) throws IOException {
        return Files.readString(Path.of("README.md"))
                .transform(text -> text.substring(text.indexOf("\n" + heading + "\n") + 1))
                .lines()
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| "));
    }

    private static Stream<String> code(String cell) {
        return CODE.matcher(cell).results().map((MatchResult found) -> found.group(1));
    }

    /** Methods stand before a path and count for the paths that follow it without one: {@code `GET`, `POST /a`, `/b`}. */
    private static List<String> routes(String cell) {
        List<String> found = new ArrayList<>();
        List<String> methods = new ArrayList<>();
        boolean used = false;
        for (String word :
                code(cell).flatMap(text -> Stream.of(text.split(" "))).toList()) {
            if (METHODS.contains(word)) {
                if (used) {
                    methods.clear();
                }
                methods.add(word);
                used = false;
            } else {
                methods.forEach(method -> found.add(method + " " + word));
                used = true;
            }
        }
        return found;
    }

    private Set<String> documented() {
        JsonNode paths = PublishedDocument.read(http, maker).get("paths");
        return paths.propertyStream()
                .flatMap(path -> path.getValue().propertyNames().stream()
                        .map(method -> method.toUpperCase(Locale.ROOT))
                        .filter(METHODS::contains)
                        .map(method -> method + " " + path.getKey()))
                .collect(Collectors.toSet());
    }
}
