package io.tollgate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@IntegrationTest
class SecondNodeTest {

    @Autowired
    private MutableClock clock;

    @Test
    void answersByItselfAndSharesTheClock() {
        SecondNode node = SecondNode.shared();
        node.http().get().uri("/no/such/thing").exchange().expectStatus().isNotFound();
        assertThat(node.bean(Clock.class)).isSameAs(clock);
    }
}
