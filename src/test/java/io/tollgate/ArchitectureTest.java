package io.tollgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Holds the code to its architecture; and each rule to a planted fault, so that none of them sleeps. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchitectureTest {

    private static final int MAX_LINES = 200;

    private final JavaClasses code =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("io.tollgate");
    private final JavaClasses faults = new ClassFileImporter().importPackages("io.tollgate.planted");

    @TestFactory
    Stream<DynamicTest> theCodeKeepsEveryRule() {
        return rules(new ArchitectureRules("io.tollgate")).entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(), () -> rule.getValue().check(code)));
    }

    @TestFactory
    Stream<DynamicTest> everyRuleFindsItsPlantedFault() {
        Map<String, ArchRule> rules = rules(new ArchitectureRules("io.tollgate.planted"));
        return PLANTED.entrySet().stream()
                .map(planted -> DynamicTest.dynamicTest(planted.getKey(), () -> {
                    ArchRule rule = rules.get(planted.getKey());
                    assertThatThrownBy(() -> rule.check(faults))
                            .isInstanceOf(AssertionError.class)
                            .satisfies(e -> assertThat(e.getMessage()).contains(planted.getValue()));
                }));
    }

    @Test
    void everyRuleHasAPlantedFault() {
        assertThat(PLANTED.keySet())
                .isEqualTo(rules(new ArchitectureRules("io.tollgate")).keySet());
    }

    @Test
    void noFileIsLongerThanTwoHundredLines() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java")).filter(file -> lines(file) > MAX_LINES))
                    .isEmpty();
        }
    }

    /** Which class each rule must name, among others. */
    private static final Map<String, List<String>> PLANTED = Map.ofEntries(
            Map.entry(
                    "layers", List.of("platform.web.KnowsUsers", "auth.login.KnowsPlans", "billing.plan.KnowsLogins")),
            Map.entry("order inside billing", List.of("billing.plan.KnowsInvoices")),
            Map.entry("no cycles", List.of("auth.login", "billing.plan")),
            Map.entry("no waiting", List.of("Waits.block", "Waits.stream", "Waits.sleep")),
            Map.entry("pure pricing", List.of("KnowsReactor")),
            Map.entry(
                    "one clock",
                    List.of("ReadsTheTime.instant", "ReadsTheTime.day", "ReadsTheTime.millis", "ReadsTheTime.clock")),
            Map.entry("names", List.of("PlanService", "PlanHelper")),
            Map.entry("packages", List.of("planted.billing.plan.deep.TooDeep", "planted.auth.util.Misplaced")),
            Map.entry("null-marked", List.of("planted.auth.util.Misplaced")),
            Map.entry("Kafka only in platform.jobs", List.of("KnowsKafka")),
            Map.entry("stripe-java only in billing.stripe", List.of("KnowsStripe")),
            Map.entry("Lettuce only in platform.redis", List.of("KnowsLettuce")),
            Map.entry("handlers", List.of("PlanHandler")));

    private static Map<String, ArchRule> rules(ArchitectureRules rules) {
        return Map.ofEntries(
                Map.entry("layers", rules.usesOnlyWhatStandsAbove()),
                Map.entry("order inside billing", rules.orderInsideBilling()),
                Map.entry("no cycles", rules.noCycles()),
                Map.entry("no waiting", rules.waitsForNothing()),
                Map.entry("pure pricing", rules.pricingIsPure()),
                Map.entry("one clock", rules.asksTheClockForTheTime()),
                Map.entry("names", rules.namesSayWhatAClassDoes()),
                Map.entry("packages", rules.packagesAreFeaturesOfTwoLevels()),
                Map.entry("null-marked", rules.everyPackageIsNullMarked()),
                Map.entry(
                        "Kafka only in platform.jobs",
                        rules.keepsToItself(
                                "platform.jobs",
                                "org.apache.kafka..",
                                "reactor.kafka..",
                                "org.springframework.kafka..")),
                Map.entry(
                        "stripe-java only in billing.stripe",
                        rules.keepsToItself("billing.stripe", "com.stripe..", "com.google.gson..")),
                Map.entry("Lettuce only in platform.redis", rules.keepsToItself("platform.redis", "io.lettuce..")),
                Map.entry("handlers", rules.handlersKnowOnlyHttp()));
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
