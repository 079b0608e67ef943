package io.tollgate.billing.paymob;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.IntegrationTest;
import io.tollgate.platform.jobs.FirstRun;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Callbacks whose rows are gone. */
@IntegrationTest
class PaymobCallbackJobTest {

    @Autowired
    private PaymobCallbackJob job;

    @Test
    void failsWhereNothingTellsWhatTheCallbackWasAbout() {
        PaymobCallback lost = new PaymobCallback(UUID.randomUUID(), null);

        assertThatThrownBy(() -> job.handle(lost, new FirstRun()).block())
                .hasMessage("Callback " + lost.id() + " is gone");
    }
}
