package io.tollgate.billing.engine;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tollgate.IntegrationTest;
import io.tollgate.SecondNode;
import io.tollgate.TestUsers.TestUser;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;

/** Nobody is moved through time where real money is collected. */
@IntegrationTest
class TestClockGuardTest {

    @Test
    void stopsTheStartWithStripesLiveKeys() {
        for (String live : new String[] {"sk_live_1", "rk_live_1"}) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> new TestClockGuard(clocks(true), live))
                    .withMessageStartingWith("BILLING_TEST_CLOCKS must be false");
            assertThatCode(() -> new TestClockGuard(clocks(false), live)).doesNotThrowAnyException();
        }
        assertThatCode(() -> new TestClockGuard(clocks(true), "sk_test_1")).doesNotThrowAnyException();
    }

    @Test
    void leavesNoRouteWhereItIsNotAllowed() {
        SecondNode node = SecondNode.sharedWithOtherRules();
        TestUser admin = node.users().admin();

        admin.authorized(node.http())
                .post()
                .uri("/admin/test-clocks/" + admin.id())
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("now", "2030-01-01T00:00:00Z"))
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("not_found");
    }

    private static EngineProperties clocks(boolean allowed) {
        return new EngineProperties(200, 2, 24, allowed);
    }
}
