package io.tollgate.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.plan.BillingPeriod;
import io.tollgate.billing.plan.PlanPrice;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of two plans costs more per month. */
class PlanMoveTest {

    @ParameterizedTest
    @CsvSource({
        "2000, MONTHLY, 1, 30000, YEARLY, 1, -1",
        "2000, MONTHLY, 1, 18000, YEARLY, 1, 1",
        "2000, MONTHLY, 1, 24000, YEARLY, 1, 0",
        "2000, MONTHLY, 1, 6000, QUARTERLY, 1, 0",
        "2000, MONTHLY, 1, 4001, MONTHLY, 2, -1",
        "1000, WEEKLY, 1, 4345, MONTHLY, 1, 1",
        "1000, WEEKLY, 1, 4346, MONTHLY, 1, -1",
        "100, DAILY, 1, 700, WEEKLY, 1, 0",
        "100, DAILY, 30, 100, MONTHLY, 1, 1",
        "99999999, YEARLY, 3, 99999998, YEARLY, 3, 1",
        "99999999, DAILY, 1, 99999999, DAILY, 1095, 1"
    })
    void comparesWhatAMonthCosts(
            long cents,
            BillingPeriod.Unit unit,
            int count,
            long otherCents,
            BillingPeriod.Unit otherUnit,
            int otherCount,
            int expected) {
        PlanPrice one = new PlanPrice(cents, "USD", new BillingPeriod(unit, count));
        PlanPrice other = new PlanPrice(otherCents, "USD", new BillingPeriod(otherUnit, otherCount));

        assertThat(Integer.signum(PlanMove.compareMonthly(one, other))).isEqualTo(expected);
        assertThat(Integer.signum(PlanMove.compareMonthly(other, one))).isEqualTo(-expected);
    }
}
