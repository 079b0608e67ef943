package io.tollgate.admin.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Figures for administrators, and how things stand now. */
@IntegrationTest
class StatsRoutesTest {

    @Autowired
    private StandingGauges gauges;

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private TestUsers users;

    @Autowired
    private WebTestClient http;

    @Test
    void measuresHowThingsStand() {
        gauges.measure().block();

        assertThat(meters.get("tollgate.subscriptions")
                        .tag("status", "trialing")
                        .gauge()
                        .value())
                .isNotNegative();
        assertThat(meters.get("tollgate.mrr").tag("currency", "USD").gauge().value())
                .isNotNegative();
    }

    @Test
    void answersAdministratorsWhoAskForMonths() {
        TestUser admin = users.admin();

        assertThat(status(admin, "/admin/stats/monthly")).isEqualTo(200);
        assertThat(status(admin, "/admin/stats/monthly?from=2024-01&to=2026-06"))
                .isEqualTo(200);
        for (String wrong : List.of(
                "from=2026",
                "to=2026-13",
                "from=x",
                "from=2026-06&to=2026-05",
                "to=9999-01",
                "from=1999-12&to=2000-01",
                "from=2021-01&to=2024-01",
                "from=-999999999-01")) {
            assertThat(status(admin, "/admin/stats/monthly?" + wrong)).as(wrong).isEqualTo(422);
        }
        assertThat(status(users.signUp(), "/admin/stats/monthly")).isEqualTo(403);
        assertThat(status(users.signUp(), "/admin/dashboard/stats")).isEqualTo(403);
        admin.authorized(http)
                .get()
                .uri("/admin/dashboard/stats")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.users")
                .isNumber()
                .jsonPath("$.subscriptions")
                .isNumber()
                .jsonPath("$.payments")
                .isNumber();
    }

    private int status(TestUser user, String path) {
        return user.authorized(http)
                .get()
                .uri(path)
                .exchange()
                .returnResult(byte[].class)
                .getStatus()
                .value();
    }
}
