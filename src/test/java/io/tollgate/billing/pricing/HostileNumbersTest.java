package io.tollgate.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import io.tollgate.billing.pricing.PriceFault.Kind;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileNumbersTest {

    /** A net for what would never end; what it costs is measured. */
    private static final Duration AT_MOST = Duration.ofSeconds(10);

    /** Of one core: a machine that has other things to do does not count. */
    private static final Duration WORK = Duration.ofSeconds(1);

    /** Written out, two thousand million digits take a hundred times as much. */
    private static final long MEMORY = 16 * 1024 * 1024;

    private static final Scale USD = Scale.of("USD");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e400",
                "-1e400",
                "1e-400",
                "1e2000000000",
                "1e-2000000000",
                "0e2147483647",
                "1e18",
                "0.0000000000001"
            })
    void numbersThatDoNotFitAreToldWithoutWritingThemOut(String text) {
        cheaply(() -> {
            BigDecimal number = new BigDecimal(text);
            assertThat(Decimals.fits(number)).isFalse();
            assertThat(new UnitPrice(number).faults()).contains(new PriceFault("unit", Kind.TOO_MANY_DIGITS));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400", "1e-400", "1e2000000000", "1e-2000000000"})
    void noQuantityFillsTheMemory(String text) {
        cheaply(() -> {
            BigDecimal number = new BigDecimal(text);
            assertThatIllegalArgumentException().isThrownBy(() -> Usage.of(number));
            assertThatIllegalArgumentException().isThrownBy(() -> UsageEvent.of(Instant.EPOCH, "a", number));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "0e-100, 0",
        "0e-600000000, 0",
        "1.50000000000000000000, 1.5",
        "-1e2, -100",
        "1.50, 1.50",
        "1e2000000000, 1E+2000000000",
        "0e2000000000, 0E+2000000000"
    })
    void numbersAreWrittenWithoutZerosThatSayNothing(BigDecimal number, String plain) {
        assertThat(Decimals.plain(number)).hasToString(plain);
    }

    @Test
    void acceptsWhatFits() {
        assertThat(List.of(
                        "999999999999999999",
                        "-999999999999999999.999999999999",
                        "1.50000000000000000000",
                        "1e17",
                        "0"))
                .allMatch(text -> Decimals.fits(new BigDecimal(text)));
    }

    @Test
    void twoToThe63IsRefusedNotWrapped() {
        BigDecimal most = BigDecimal.valueOf(Long.MAX_VALUE, 2);
        BigDecimal tooMuch = most.add(new BigDecimal("0.005"));

        assertThat(USD.minor(most)).isEqualTo(Long.MAX_VALUE);
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> USD.minor(tooMuch));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> USD.minor(new BigDecimal("1e2000000000")));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> Charge.of(new UnitPrice(BigDecimal.TEN))
                        .rate(Usage.of(new BigDecimal("9223372036854775808")), USD));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> InvoiceTotal.of(
                        List.of(new Fee(Long.MAX_VALUE, null, null, List.of()), new Fee(1, null, null, List.of())),
                        List.of(),
                        0,
                        0));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "no end,          0 10 10 20,  LAST_TIER_CLOSED",
        "gap,             0 10 11 -,   GAP",
        "overlap,         0 10 9 -,    OVERLAP",
        "not from 0,      1 -,         GAP",
        "empty tier,      0 10 10 10 10 -, EMPTY_TIER",
        "backwards,       0 10 10 5 5 -, EMPTY_TIER",
        "open too early,  0 - 10 -,    OPEN_TIER_BEFORE_LAST",
        "negative end,    0 -5 -5 -,   NEGATIVE",
    })
    void tiersThatDoNotCoverEveryQuantityOnceAreFaulty(String label, String bounds, Kind kind) {
        assertThat(Tiers.faults(tiers(bounds))).extracting(PriceFault::kind).contains(kind);
    }

    @Test
    void wellMadeTiersHaveNoFaults() {
        assertThat(Tiers.faults(tiers("0 10 10 20 20 -"))).isEmpty();
        assertThat(Tiers.faults(tiers("0 -"))).isEmpty();
    }

    @Test
    void faultsNameTheirPlace() {
        assertThat(Tiers.faults(tiers("0 10 11 20")))
                .containsExactly(
                        new PriceFault("tiers[1].from", Kind.GAP),
                        new PriceFault("tiers[1].up_to", Kind.LAST_TIER_CLOSED));
        assertThat(Tiers.faults(List.of())).containsExactly(new PriceFault("tiers", Kind.NO_TIER));
        assertThat(Tiers.faults(Collections.nCopies(101, tiers("0 -").getFirst())))
                .containsExactly(new PriceFault("tiers", Kind.TOO_MANY_TIERS));
    }

    @Test
    void pricesThatCannotBeSoldAreFaulty() {
        BigDecimal less = BigDecimal.ONE.negate();
        assertThat(new FlatPrice(less).faults()).containsExactly(new PriceFault("amount", Kind.NEGATIVE));
        assertThat(new PackagePrice(BigDecimal.ONE, BigDecimal.ZERO, less).faults())
                .containsExactly(new PriceFault("size", Kind.NOT_POSITIVE), new PriceFault("free", Kind.NEGATIVE));
        assertThat(new PercentagePrice(less, less, -1L, less, BigDecimal.TEN, BigDecimal.ONE).faults())
                .extracting(PriceFault::field)
                .containsExactly("rate", "fixed", "free_events", "free_amount", "maximum");
        assertThat(new BlockPrice(BigDecimal.ZERO, new FlatPrice(BigDecimal.ONE)).faults())
                .containsExactly(new PriceFault("size", Kind.NOT_POSITIVE), new PriceFault("of", Kind.NOT_BY_BLOCK));
        assertThat(Charge.faults(new UnitPrice(BigDecimal.ONE), 200L, 100L))
                .containsExactly(new PriceFault("maximum_spend", Kind.MAXIMUM_BELOW_MINIMUM));
        assertThatIllegalArgumentException().isThrownBy(() -> Charge.of(new GraduatedPrice(List.of())));
    }

    @Test
    void periodsAndAmountsBelowTheirLeastAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Interval(Interval.Unit.DAY, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new TrialSpan(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Billed(-1, Instant.EPOCH));
        assertThatIllegalArgumentException().isThrownBy(() -> new Recurring(-1, Calendars.MONTH));
        assertThatIllegalArgumentException().isThrownBy(() -> Fraction.of(1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Discount.Percent(new BigDecimal("100.01")));
        assertThatIllegalArgumentException().isThrownBy(() -> new TaxRate("t", new BigDecimal("1e400")));
    }

    private static void cheaply(Runnable work) {
        assertTimeoutPreemptively(AT_MOST, () -> {
            ThreadMXBean thread = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
            long memory = thread.getCurrentThreadAllocatedBytes();
            long begun = thread.getCurrentThreadCpuTime();
            work.run();
            assertThat(Duration.ofNanos(thread.getCurrentThreadCpuTime() - begun))
                    .isLessThan(WORK);
            assertThat(thread.getCurrentThreadAllocatedBytes() - memory).isLessThan(MEMORY);
        });
    }

    /** Pairs of from and to; {@code -} is open. */
    private static List<PriceTier> tiers(String bounds) {
        String[] words = bounds.split(" ");
        return IntStream.range(0, words.length / 2)
                .mapToObj(i -> new PriceTier(
                        new BigDecimal(words[2 * i]), end(words[2 * i + 1]), BigDecimal.ONE, BigDecimal.ZERO))
                .toList();
    }

    private static @Nullable BigDecimal end(String word) {
        return word.equals("-") ? null : new BigDecimal(word);
    }
}
