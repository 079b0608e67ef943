package io.tollgate.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@IntegrationTest
class AttemptsByTypeTest {

    @Autowired
    private JobsProperties properties;

    @Autowired
    private JobHandlers handlers;

    @Test
    void namesOnlyTypesThatExist() {
        assertThat(properties.maxAttemptsByType()).isNotEmpty();
        assertThat(properties.maxAttemptsByType().keySet())
                .allSatisfy(type -> assertThat(handlers.find(type)).as(type).isNotNull());
    }

    /** Stripe may be away for as long as it repeats its own events. */
    @ParameterizedTest
    @ValueSource(strings = {"user.erased", "user.deactivated", "user.email_changed"})
    void waitsForStripeWithWhatItMustHearOfUsers(String type) {
        assertThat(properties.maxAttemptsOf(type)).isEqualTo(properties.maxAttemptsOf("stripe.event"));
    }
}
