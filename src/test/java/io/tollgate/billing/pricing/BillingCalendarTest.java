package io.tollgate.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BillingCalendarTest {

    @Test
    @DisplayName("anchor-jan31")
    void countsFromTheOriginalAnchor() {
        assertThat(starts(Calendars.monthly("2026-01-31T00:00:00"), 0, 5))
                .containsExactly("2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31");
    }

    @Test
    @DisplayName("anchor-feb29-year")
    void aLeapDayComesBack() {
        assertThat(starts(
                        new BillingCalendar(LocalDateTime.parse("2024-02-29T00:00"), ZoneOffset.UTC, Calendars.YEAR),
                        0,
                        5))
                .containsExactly("2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29");
    }

    @Test
    void findsThePeriodOfAMomentThatIsClamped() {
        BillingCalendar calendar = Calendars.monthly("2026-01-31T12:00:00");

        assertThat(calendar.containing(Instant.parse("2026-02-28T11:59:59.999Z"))
                        .index())
                .isZero();
        assertThat(calendar.containing(Instant.parse("2026-02-28T12:00:00Z")).index())
                .isEqualTo(1);
        assertThat(calendar.containing(Instant.parse("2025-12-31T11:00:00Z")).index())
                .isEqualTo(-2);
    }

    @Test
    void periodsHaveNeitherGapsNorOverlaps() {
        for (Interval.Unit unit : Interval.Unit.values()) {
            for (String zone : List.of("America/Los_Angeles", "Africa/Cairo", "Australia/Lord_Howe", "UTC")) {
                BillingCalendar calendar = new BillingCalendar(
                        LocalDateTime.parse("2024-01-31T02:30"), ZoneId.of(zone), new Interval(unit, 1));
                Period period = calendar.period(0);
                for (int i = 0; i < 400; i++) {
                    Period next = calendar.next(period);
                    assertThat(next.start()).isEqualTo(period.end());
                    assertThat(calendar.containing(next.start())).isEqualTo(next);
                    assertThat(calendar.containing(next.end().minusNanos(1))).isEqualTo(next);
                    assertThat(next.index()).isEqualTo(period.index() + 1);
                    period = next;
                }
            }
        }
    }

    @Test
    void theClockChangeMovesNoBound() {
        Period march =
                Calendars.monthly("2026-03-01T00:00:00", "America/New_York").period(0);

        assertThat(march.start()).isEqualTo("2026-03-01T05:00:00Z");
        assertThat(march.end()).isEqualTo("2026-04-01T04:00:00Z");
        assertThat(march.days()).isEqualTo(31);
    }

    @Test
    void aDayThatNeverWasIsSkipped() {
        BillingCalendar samoa = new BillingCalendar(
                LocalDateTime.parse("2011-12-29T00:00"), ZoneId.of("Pacific/Apia"), new Interval(Interval.Unit.DAY, 1));

        Period before = samoa.period(0);

        assertThat(samoa.next(before).start()).isEqualTo(before.end());
        assertThat(samoa.next(before).index()).isEqualTo(2);
    }

    private static List<String> starts(BillingCalendar calendar, long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(calendar::period)
                .map(period ->
                        LocalDate.ofInstant(period.start(), calendar.zone()).toString())
                .toList();
    }
}
