package io.tollgate;

import io.tollgate.billing.stripe.InventedEvents;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/** What tests hold in their hands where production has the real thing: the clock, and a handler of invented Stripe events. */
@Import(InventedEvents.class)
@TestConfiguration(proxyBeanMethods = false)
public class TestBeans {

    @Bean
    @Primary
    public MutableClock mutableClock() {
        return new MutableClock();
    }
}
