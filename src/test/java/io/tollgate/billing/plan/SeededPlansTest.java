package io.tollgate.billing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.OwnDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What is sold before anybody has made a plan. */
class SeededPlansTest {

    @Test
    void areTheFreeOneAndProAndNoOther() throws SQLException {
        try (OwnDatabase fresh = new OwnDatabase()) {
            assertThat(fresh.rows("""
                            select p.code, p.name, p.tier, p.trial_days, v.price_cents, v.currency, v.billing_period, p.is_active
                            from plans p join plan_versions v on v.plan_id = p.id and v.number = p.version order by p.code"""))
                    .containsExactly("free,Free,FREE,0,0,USD,monthly,t", "pro,Pro,PRO,0,1900,USD,monthly,t");
            assertThat(fresh.count("select count(*) from plans")).isEqualTo(2);
            assertThat(fresh.count("select count(*) from plan_versions")).isEqualTo(2);
            assertThat(fresh.count("select count(*) from plan_charges")).isZero();
        }
    }
}
